package io.sessionfold.projector.rebuild;

import com.mongodb.client.MongoDatabase;
import io.sessionfold.document.SessionDocument;
import io.sessionfold.projector.store.GenerationRegistry;
import io.sessionfold.projector.store.Generations;
import io.sessionfold.projector.store.Holds;
import io.sessionfold.projector.store.MongoQuarantine;
import io.sessionfold.projector.store.MongoWatermarks;
import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.store.BuiltFrom;
import io.sessionfold.store.GenerationDocument;
import io.sessionfold.store.GenerationState;
import io.sessionfold.store.GenerationStatus;
import io.sessionfold.store.GenerationStatus.Lease;
import io.sessionfold.store.Projection;
import io.sessionfold.store.StoreNames;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds a generation beside the one that is read: loads it from the journal, lets the sinks catch
 * up, holds it at one place of the journal and has it proved.
 *
 * <p>Each step is persisted when it is done and may be repeated, so that a process that is killed
 * is continued by the next one, once its lease has run out. Nothing outside the generation is
 * touched: no other consumer and no reader notices it.
 */
public final class Rebuild {
  private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final Duration HELD_FOR = Duration.ofSeconds(30);
  private static final int WRITERS = 2;

  private final MongoDatabase database;
  private final GenerationRegistry registry;
  private final MongoWatermarks watermarks;
  private final RebuildPlace place;
  private final String who;
  private final long throttle;

  /**
   * A rebuild.
   *
   * @param who where it runs, for people
   * @param throttle the most changes to write in a second; 0: as many as it can
   */
  public Rebuild(MongoDatabase database, RebuildPlace place, String who, long throttle) {
    this.database = database;
    this.registry = new GenerationRegistry(database);
    this.watermarks = new MongoWatermarks(database);
    this.place = place;
    this.who = who;
    this.throttle = throttle;
  }

  /**
   * Builds a generation with these projections, or goes on with one that nobody builds any more.
   *
   * @return its status at the end: READY, or FAILED with the reason
   * @throws RebuildException if another process builds one, or takes this one over
   */
  public GenerationStatus run(Set<Projection> projections) throws InterruptedException {
    return run(projections, BuiltFrom.JOURNAL);
  }

  /**
   * The same, from the journal that is active or from the event log: then a new journal is made
   * with the generation, and compared with the active one.
   *
   * @return its status at the end: READY, FAILED with the reason, or VERIFYING if events differ
   *     between the journals and nobody has accepted that
   * @throws RebuildException also if one from events is not to have both projections
   */
  public GenerationStatus run(Set<Projection> projections, BuiltFrom from)
      throws InterruptedException {
    if (from == BuiltFrom.EVENTS && !projections.equals(EnumSet.allOf(Projection.class))) {
      throw new RebuildException(
          "a generation from events has documents and files: the pointer names one journal for"
              + " both, so that both are changed together; leave --only out");
    }
    Lease lease = Work.lease(UUID.randomUUID().toString(), who);
    int generation = Outages.outlast(() -> beginOrResume(projections, from, lease));
    try (Work work = new Work(registry, generation, lease, throttle)) {
      build(find(generation), work);
    } catch (CancelledException e) {
      boolean unused =
          Outages.outlast(() -> registry.fail(generation, GenerationRegistry.GIVEN_UP, now()));
    }
    return find(generation);
  }

  /** Has a rebuild given up: by whoever builds, or at once if nobody does. */
  public static void cancel(GenerationRegistry registry, int generation) {
    registry.cancel(generation, Work.lease(UUID.randomUUID().toString(), "its cancellation"));
  }

  private GenerationStatus find(int generation) throws InterruptedException {
    return Outages.outlast(() -> registry.find(generation).orElseThrow());
  }

  private int beginOrResume(Set<Projection> projections, BuiltFrom from, Lease lease) {
    int active = new Generations(database).readOrCreate().journal();
    while (true) {
      int last = 1;
      int lastJournal = active;
      for (GenerationStatus status : registry.all()) {
        last = Math.max(last, status.generation());
        lastJournal = Math.max(lastJournal, status.madeFrom().journal());
        if (status.state() != null && status.state().isBuilding()) {
          return resume(status, projections, from, lease);
        }
      }
      GenerationDocument madeFrom =
          from == BuiltFrom.JOURNAL
              ? new GenerationDocument(
                  last + 1, active, SessionDocument.FOLD, place.topicId(active))
              : new GenerationDocument(
                  last + 1,
                  Math.max(lastJournal, place.journals().last()) + 1,
                  SessionDocument.FOLD,
                  null,
                  from);
      if (registry.create(madeFrom, projections, lease, now())) {
        return last + 1;
      }
    }
  }

  private int resume(
      GenerationStatus status, Set<Projection> projections, BuiltFrom from, Lease lease) {
    Lease other = status.lease();
    if (!registry.lease(status.generation(), lease, Instant.now())) {
      throw new RebuildException(
          "generation "
              + status.generation()
              + " is being built by "
              + (other == null ? "another process" : other.who())
              + ": see `sessionfold rebuild status`; if that process is gone, it can be continued"
              + " in "
              + Work.TERM.toSeconds()
              + " s at the latest");
    }
    if (!status.projections().equals(projections) || status.madeFrom().from() != from) {
      boolean unused = registry.endLease(status.generation(), lease.holder());
      throw new RebuildException(
          "generation "
              + status.generation()
              + ", which is begun, has "
              + status.projections()
              + " and is built from "
              + (status.madeFrom().from() == BuiltFrom.EVENTS ? "events" : "the journal")
              + ": go on with the same, or give it up with `sessionfold rebuild cancel`");
    }
    LOG.info("going on with generation {}, which is {}", status.generation(), status.state());
    return status.generation();
  }

  private void build(GenerationStatus begun, Work work) throws InterruptedException {
    if (begun.madeFrom().from() == BuiltFrom.JOURNAL) {
      build(begun, null, work);
      return;
    }
    NewJournal journal =
        new NewJournal(registry, new Generations(database), place, begun.madeFrom());
    journal.make();
    RebuildPlace.Following projector = place.journals().sequence(begun.madeFrom().journal());
    try {
      build(begun, journal, work);
    } finally {
      projector.close();
    }
  }

  private void build(GenerationStatus begun, @Nullable NewJournal journal, Work work)
      throws InterruptedException {
    int generation = begun.generation();
    GenerationState state = begun.state();
    if (state == GenerationState.LOADING) {
      if (journal != null) {
        journal.sequence(work);
      }
      load(begun, work);
      Outages.outlast(
          () -> {
            place.index(generation);
            return true;
          });
      move(generation, work, GenerationState.LOADING, GenerationState.CATCHING_UP);
    }
    RebuildPlace.Following sinks = place.follow(generation);
    try {
      if (state != GenerationState.VERIFYING) {
        await(begun, ends(begun), work);
        move(generation, work, GenerationState.CATCHING_UP, GenerationState.VERIFYING);
      }
      if (journal == null || journal.compare(work)) {
        conclude(generation, proved(begun, work), work);
      }
    } finally {
      sinks.close();
    }
  }

  private void conclude(int generation, List<String> differences, Work work)
      throws InterruptedException {
    if (differences.isEmpty()) {
      move(generation, work, GenerationState.VERIFYING, GenerationState.READY);
      return;
    }
    String why = differences.size() + " differences from the log, the first: " + differences.get(0);
    boolean unused = Outages.outlast(() -> registry.fail(generation, why, now()));
  }

  private void load(GenerationStatus begun, Work work) throws InterruptedException {
    int journal = begun.madeFrom().journal();
    LoadTarget target =
        new LoadTarget(
            begun.generation(),
            begun.projections(),
            projection -> place.sink(projection, begun.generation()),
            WRITERS,
            watermarks,
            new MongoQuarantine(database));
    try (Loader loader = new Loader(target, place::consumer, place.budget(), work)) {
      load(loader, journal, new TreeMap<>(ends(begun)), work);
    }
  }

  private static void load(Loader loader, int journal, NavigableMap<Integer, Long> ends, Work work)
      throws InterruptedException {
    long loaded = 0;
    for (Map.Entry<Integer, Long> end : ends.entrySet()) {
      loaded += Math.min(loader.position(end.getKey()), end.getValue());
    }
    work.begins(ends.values().stream().mapToLong(Long::longValue).sum(), loaded);
    for (Map.Entry<Integer, Long> end : ends.entrySet()) {
      TopicPartition partition = new TopicPartition(StoreNames.journal(journal), end.getKey());
      Map.Entry<Integer, Long> next = ends.higherEntry(end.getKey());
      if (next != null) {
        loader.next(new TopicPartition(partition.topic(), next.getKey()), next.getValue());
      }
      loaded += Math.max(0, end.getValue() - loader.position(end.getKey()));
      loadPartition(loader, partition, end.getValue(), work);
      work.reached(loaded);
    }
  }

  /** Brokers that are away are waited for, as stores are. */
  private static void loadPartition(Loader loader, TopicPartition partition, long end, Work work)
      throws InterruptedException {
    while (true) {
      try {
        loader.load(partition, end);
        return;
      } catch (KafkaException e) {
        LOG.warn("{} is loaded again from its last watermark", partition, e);
        work.goOn();
        TimeUnit.SECONDS.sleep(1);
      }
    }
  }

  /** Waits until the sinks of the generation have come so far. */
  private void await(GenerationStatus begun, Map<Integer, Long> vector, Work work)
      throws InterruptedException {
    for (Projection projection : begun.projections()) {
      while (!hasReached(begun.generation(), projection, vector)) {
        work.goOn();
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
      }
    }
  }

  private boolean hasReached(int generation, Projection projection, Map<Integer, Long> vector)
      throws InterruptedException {
    var reached =
        Outages.outlast(() -> watermarks.read(generation, projection.sink(), vector.keySet()));
    return vector.entrySet().stream()
        .allMatch(end -> reached.get(end.getKey()).journal() >= end.getValue());
  }

  private Map<Integer, Long> ends(GenerationStatus begun) throws InterruptedException {
    return Outages.outlast(() -> place.ends(begun.madeFrom().journal()));
  }

  /** What interrupts a proof says nothing of the generation: it is made again. */
  private List<String> proved(GenerationStatus begun, Work work) throws InterruptedException {
    while (true) {
      try {
        return prove(begun, work);
      } catch (StoreUnavailableException | KafkaException | MovedOnException e) {
        LOG.warn("generation {} is proved again: {}", begun.generation(), e.getMessage(), e);
        work.goOn();
        TimeUnit.SECONDS.sleep(1);
      }
    }
  }

  private List<String> prove(GenerationStatus begun, Work work) throws InterruptedException {
    Map<Projection, Integer> held = new EnumMap<>(Projection.class);
    begun.projections().forEach(projection -> held.put(projection, begun.generation()));
    try (HeldGeneration hold =
        HeldGeneration.begin(new Holds(database), begun.generation(), held, HELD_FOR)) {
      Map<Integer, Long> vector = ends(begun);
      hold.at(vector);
      await(begun, vector, work);
      List<String> differences = place.prove(begun.generation(), vector);
      hold.requireUnbroken();
      return differences;
    }
  }

  private void move(int generation, Work work, GenerationState from, GenerationState to)
      throws InterruptedException {
    work.goOn();
    boolean moved =
        Outages.outlast(() -> registry.move(generation, work.holder(), from, to, now()));
    if (!moved && find(generation).state() != to) {
      throw new RebuildException(
          "generation " + generation + " was taken over by another process, which goes on with it");
    }
    LOG.info("generation {} is {}", generation, to);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
