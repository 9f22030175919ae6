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
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One run: producers write, faults strike, everything is mended, the pipeline catches up, and the
 * oracle judges. The seed decides what is written, and what goes wrong when.
 */
public final class Round {
  private static final Duration FIRST_STRIKE = Duration.ofMillis(1_500);
  private static final Duration READY = Duration.ofMinutes(1);
  private static final Duration CATCH_UP = Duration.ofMinutes(5);

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
   * Runs it.
   *
   * @param label with the seed it makes the name of the round's tenant, which nobody had before
   */
  public Result run(String label, long seed, List<Fault> faults) {
    String tenant = label + "-" + Long.toUnsignedString(seed);
    long began = System.nanoTime();
    List<String> findings = new ArrayList<>();
    List<String> struck = new ArrayList<>();
    List<String> missed = new ArrayList<>();
    // A thread for each: faults wait, and the common pool of two cores has one.
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Acknowledged> acknowledged;
    begin();
    try (Load load = Load.start(cluster.bootstrapServers(), tenant, seed, hotWriters)) {
      List<CompletableFuture<Boolean>> striking = new ArrayList<>();
      for (int i = 0; i < faults.size(); i++) {
        Random random = new Random(seed * 31 + i);
        Fault fault = faults.get(i);
        striking.add(CompletableFuture.supplyAsync(() -> strike(fault, random), threads));
      }
      for (int i = 0; i < faults.size(); i++) {
        (striking.get(i).join() ? struck : missed).add(faults.get(i).name());
      }
      findings.addAll(mend());
      acknowledged = load.await();
    } finally {
      threads.shutdownNow();
    }
    if (!Pause.until(CATCH_UP, this::hasCaughtUp)) {
      findings.add("the pipeline has not caught up within " + CATCH_UP.toSeconds() + " s");
    }
    findings.addAll(mend());
    findings.addAll(release(faults));
    findings.addAll(oracle.judge(tenant, acknowledged));
    return new Result(
        seed,
        struck,
        missed,
        acknowledged.size(),
        Duration.ofNanos(System.nanoTime() - began),
        findings);
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
