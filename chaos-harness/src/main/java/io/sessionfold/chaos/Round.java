package io.sessionfold.chaos;

import com.mongodb.MongoException;
import io.sessionfold.chaos.cluster.Cluster;
import io.sessionfold.chaos.cluster.Cluster.Role;
import io.sessionfold.chaos.cluster.Part;
import io.sessionfold.chaos.fault.Fault;
import io.sessionfold.chaos.fault.Faults;
import io.sessionfold.chaos.fault.Pause;
import io.sessionfold.chaos.load.Acknowledged;
import io.sessionfold.chaos.load.Load;
import io.sessionfold.chaos.oracle.Oracle;
import io.sessionfold.chaos.read.PollingReader;
import io.sessionfold.chaos.rebuild.Campaign;
import io.sessionfold.chaos.rebuild.Meddler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;

/**
 * One run: producers write, faults strike, everything is mended, the pipeline catches up, and the
 * oracle judges. The seed decides what is written, and what goes wrong when.
 */
public final class Round {
  private static final Duration FIRST_STRIKE = Duration.ofMillis(1_500);
  private static final int READS_BEFORE = 50;
  private static final int RECORDS_BEFORE = 1_500;
  private static final Duration BETWEEN_WAVES = Duration.ofMillis(500);
  private static final Duration READY = Duration.ofMinutes(1);
  private static final Duration CATCH_UP = Duration.ofMinutes(5);

  /** Holds of swaps that were killed have run out by then. */
  private static final Duration LEFT_WITHIN = Duration.ofSeconds(20);

  private final Cluster cluster;
  private final Oracle oracle;
  private final int hotWriters;

  /**
   * Rounds on a cluster.
   *
   * @param hotWriters how many threads write to one session at once
   */
  public Round(Cluster cluster, Oracle oracle, int hotWriters) {
    this.cluster = cluster;
    this.oracle = oracle;
    this.hotWriters = hotWriters;
  }

  /** The faults of a seed: two whose turn it is, and sometimes another. */
  public static List<Fault> faults(long seed) {
    List<Fault> all = Faults.all();
    Random random = new Random(seed);
    Set<Fault> chosen = new LinkedHashSet<>();
    // Half a catalogue apart: neighbours strike the same part.
    chosen.add(all.get((int) Math.floorMod(seed, (long) all.size())));
    chosen.add(all.get((int) Math.floorMod(seed + all.size() / 2, (long) all.size())));
    int more = random.nextInt(2);
    for (int i = 0; i < more; i++) {
      chosen.add(all.get(random.nextInt(all.size())));
    }
    return List.copyOf(chosen);
  }

  /**
   * Faults beside a rebuild: none that damages what is stored, since a reader would see that, and a
   * proof find it.
   *
   * @param wave of those that strike one after another, from 0
   */
  static List<Fault> besideRebuild(long seed, int wave) {
    List<Fault> all =
        Faults.all().stream().filter(fault -> fault.kind() != Fault.Kind.DAMAGE).toList();
    long turn = seed + wave * (all.size() / 3L);
    List<Fault> faults = new ArrayList<>();
    faults.add(all.get((int) Math.floorMod(turn, (long) all.size())));
    if (new Random(turn).nextInt(3) == 0) {
      faults.add(all.get((int) Math.floorMod(turn + all.size() / 2, (long) all.size())));
    }
    return faults;
  }

  /**
   * Runs one with a rebuild, a swap and what follows; a reader polls all the while, and the oracle
   * judges every generation that is followed, and what is left of those that were dropped.
   *
   * @param label as in {@link #run}
   * @param faults by the number of the wave, from 0; one wave strikes after the other as long as
   *     the rebuild goes on
   */
  public Result runWithRebuild(
      String label, long seed, IntFunction<List<Fault>> faults, Meddler meddler) {
    String tenant = label + "-" + Long.toUnsignedString(seed);
    Outcome outcome = new Outcome();
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Acknowledged> acknowledged;
    begin();
    try (Campaign campaign = new Campaign(cluster, seed, meddler)) {
      PollingReader reader =
          PollingReader.start(cluster.mongod().uri(), cluster.bootstrapServers(), tenant);
      try (Load load =
          Load.start(cluster.bootstrapServers(), tenant, seed, hotWriters, reader::heard)) {
        // A journal that is empty is rebuilt by doing nothing.
        boolean unused =
            Pause.until(
                READY,
                () -> reader.acknowledged() >= RECORDS_BEFORE && reader.reads() >= READS_BEFORE);
        CompletableFuture<?> rebuilding = CompletableFuture.runAsync(campaign::run, threads);
        for (int wave = 0; !rebuilding.isDone(); wave++) {
          strike(faults.apply(wave), seed + wave, threads, outcome);
          Pause.of(BETWEEN_WAVES);
        }
        rebuilding.join();
        outcome.findings.addAll(mend());
        acknowledged = load.await();
      } finally {
        threads.shutdownNow();
      }
      catchUp(outcome);
      reader.close();
      outcome.findings.addAll(reader.findings());
      outcome.findings.addAll(release(List.of()));
      outcome.findings.addAll(oracle.judge(tenant, acknowledged, reader.sightings()));
      campaign.end();
      if (!Pause.until(LEFT_WITHIN, () -> oracle.leftovers().isEmpty())) {
        outcome.findings.addAll(oracle.leftovers());
      }
      outcome.struck.addAll(campaign.tried());
      outcome.findings.addAll(campaign.findings());
      return outcome.result(seed, acknowledged.size(), reader.reads());
    }
  }

  /**
   * Runs it.
   *
   * @param label with the seed it makes the name of the round's tenant, which nobody had before
   */
  public Result run(String label, long seed, List<Fault> faults) {
    String tenant = label + "-" + Long.toUnsignedString(seed);
    Outcome outcome = new Outcome();
    // A thread for each: faults wait, and the common pool of two cores has one.
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Acknowledged> acknowledged;
    begin();
    try (Load load =
        Load.start(cluster.bootstrapServers(), tenant, seed, hotWriters, records -> {})) {
      strike(faults, seed, threads, outcome);
      outcome.findings.addAll(mend());
      acknowledged = load.await();
    } finally {
      threads.shutdownNow();
    }
    catchUp(outcome);
    outcome.findings.addAll(release(faults));
    outcome.findings.addAll(oracle.judge(tenant, acknowledged, List.of()));
    return outcome.result(seed, acknowledged.size(), 0);
  }

  /** What becomes of a round. */
  private static final class Outcome {
    private final long began = System.nanoTime();
    private final List<String> findings = new ArrayList<>();
    private final List<String> struck = new ArrayList<>();
    private final List<String> missed = new ArrayList<>();

    Result result(long seed, int acknowledged, int reads) {
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      return new Result(seed, struck, missed, acknowledged, reads, took, findings);
    }
  }

  private void strike(List<Fault> faults, long seed, ExecutorService threads, Outcome outcome) {
    List<CompletableFuture<Boolean>> striking = new ArrayList<>();
    for (int i = 0; i < faults.size(); i++) {
      Random random = new Random(seed * 31 + i);
      Fault fault = faults.get(i);
      striking.add(CompletableFuture.supplyAsync(() -> strike(fault, random), threads));
    }
    for (int i = 0; i < faults.size(); i++) {
      (striking.get(i).join() ? outcome.struck : outcome.missed).add(faults.get(i).name());
    }
  }

  private void catchUp(Outcome outcome) {
    if (!Pause.until(CATCH_UP, this::hasCaughtUp)) {
      outcome.findings.add("the pipeline has not caught up within " + CATCH_UP.toSeconds() + " s");
    }
    outcome.findings.addAll(mend());
  }

  /** A fault that strikes what does not run yet tries nothing. */
  private void begin() {
    for (Role role : Role.values()) {
      Part part = cluster.part(role, 1);
      part.start();
      if (!Pause.until(READY, part::isReady)) {
        throw new IllegalStateException(
            part.name() + " is not ready within " + READY.toSeconds() + " s: see its log");
      }
    }
  }

  /** A fault that needs the mongod which another one has taken away for long has no effect. */
  private boolean strike(Fault fault, Random random) {
    Pause.upTo(FIRST_STRIKE, random);
    try {
      return fault.strike().on(cluster, random);
    } catch (MongoException e) {
      return false;
    }
  }

  /** Damage may have been noticed when its fault had given up waiting for that. */
  private List<String> release(List<Fault> faults) {
    if (oracle.quarantined() == 0) {
      return List.of();
    }
    if (faults.stream().noneMatch(fault -> fault.kind() == Fault.Kind.DAMAGE)) {
      return List.of("sessions are in quarantine, and nothing was damaged");
    }
    // A store that refused may have lost the session as well, which the first release finds.
    for (int i = 0; i < 2 && oracle.quarantined() > 0; i++) {
      cluster.run("quarantine", "release", "--all", "--wait", "50s");
    }
    return oracle.quarantined() == 0 && Pause.until(CATCH_UP, this::hasCaughtUp)
        ? List.of()
        : List.of("sessions stay in quarantine after their release");
  }

  private boolean hasCaughtUp() {
    return oracle.behind() == 0;
  }

  /** Everything that should run runs; says what had ended by itself. */
  private List<String> mend() {
    List<String> ended = new ArrayList<>();
    cluster.broker().thaw();
    cluster.broker().start();
    cluster.awaitBroker();
    cluster.mongod().thaw();
    cluster.mongod().start();
    for (Part part : cluster.parts()) {
      part.endedByItself().ifPresent(ended::add);
      part.thaw();
      part.disarm();
      part.diskFull(false);
    }
    for (Role role : Role.values()) {
      cluster.part(role, 1).start();
    }
    return ended;
  }
}
