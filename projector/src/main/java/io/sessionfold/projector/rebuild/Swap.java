package io.sessionfold.projector.rebuild;

import com.mongodb.client.MongoDatabase;
import io.sessionfold.projector.store.GenerationRegistry;
import io.sessionfold.projector.store.Generations;
import io.sessionfold.projector.store.Holds;
import io.sessionfold.projector.store.MongoWatermarks;
import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.sink.Watermark;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.GenerationState;
import io.sessionfold.store.GenerationStatus;
import io.sessionfold.store.Hold;
import io.sessionfold.store.Projection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the pointer to another generation, so that no reader goes back in time.
 *
 * <p>The sinks of the generation that is left are held first; then the journal's ends are taken:
 * they write nothing behind those ({@link Hold}). Once the new generation has passed the ends, it
 * has everything that any reader has seen, and the pointer moves by a write that fails unless the
 * hold is still in force. The old sinks stay where they are a little longer than a reader believes
 * in the pointer that it has read, then follow on, so that the swap can be taken back.
 *
 * <p>A generation of another journal takes the pointer's journal with it. Then the old sinks have
 * to stand at the ends, and the new generation has to have reached their watermarks of the event
 * log, both topics.
 *
 * <p>A process that dies meanwhile leaves the pointer where it is or where it was to go, and a hold
 * that runs out.
 */
public final class Swap {
  /** How long a hold lasts that is not renewed. */
  private static final Duration TERM = Duration.ofSeconds(30);

  private static final Duration RENEW_BEFORE = Duration.ofSeconds(20);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private static final Set<Projection> ALL = EnumSet.allOf(Projection.class);

  private static final Logger LOG = LoggerFactory.getLogger(Swap.class);

  private final Generations generations;
  private final GenerationRegistry registry;
  private final Holds holds;
  private final MongoWatermarks watermarks;
  private final JournalEnds ends;

  /** In one database. */
  public Swap(MongoDatabase database, JournalEnds ends) {
    this.generations = new Generations(database);
    this.registry = new GenerationRegistry(database);
    this.holds = new Holds(database);
    this.watermarks = new MongoWatermarks(database);
    this.ends = ends;
  }

  /**
   * Moves the pointer for everything that a generation has.
   *
   * @param patience how long the new generation may take to pass the ends; the old sinks are held
   *     for so long
   * @return the pointer as it is now
   * @throws RebuildException if the generation is not one that can be swapped in, if another swap
   *     is under way, or if the new generation does not get so far; then the pointer is unmoved
   */
  public ActivePointer to(int generation, Duration patience) throws InterruptedException {
    ActivePointer before = generations.readOrCreate();
    GenerationStatus status = find(generation, before);
    ActivePointer after = before;
    Map<Projection, Integer> left = new EnumMap<>(Projection.class);
    for (Projection projection : status.projections()) {
      if (before.generation(projection) != generation) {
        left.put(projection, before.generation(projection));
        after = after.with(projection, generation);
      }
    }
    if (left.isEmpty()) {
      throw new RebuildException("generation " + generation + " is active already");
    }
    int journal = status.madeFrom().journal();
    if (journal != before.journal() && !left.keySet().equals(ALL)) {
      throw new RebuildException(
          "generation "
              + generation
              + " is made from journal "
              + journal
              + ", what readers see from journal "
              + before.journal()
              + ", and it has "
              + status.projections()
              + " only: documents and files change to another journal together");
    }
    after = after.withJournal(journal);
    Hold hold = hold(left);
    try {
      // A drop cannot begin from here on; one may have begun before.
      GenerationStatus unused = find(generation, before);
      hold = reachEnds(hold, generation, before, journal, patience);
      move(before, after, hold);
      TimeUnit.NANOSECONDS.sleep(ActivePointer.LINGERS.toNanos());
    } catch (UnknownMoveException e) {
      // The old sinks stay where they are until the hold runs out: readers may have moved on.
      throw e;
    } catch (RuntimeException e) {
      end(hold);
      throw e;
    }
    end(hold);
    mark(before, after);
    return after;
  }

  private void move(ActivePointer before, ActivePointer after, Hold hold)
      throws InterruptedException {
    Boolean moved = null;
    while (moved == null) {
      try {
        moved = holds.move(before, after, hold) || isMoved(after, hold);
      } catch (StoreUnavailableException e) {
        if (hold.until().isBefore(Instant.now())) {
          throw new UnknownMoveException(e);
        }
        TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
      }
    }
    if (!moved) {
      throw new RebuildException(
          "the pointer was moved, or the hold ended, by another process: nothing was changed by"
              + " this one; look at it (sessionfold generations list) and try again");
    }
  }

  /** An attempt whose answer was lost may have moved it. */
  private boolean isMoved(ActivePointer after, Hold hold) {
    return hold.equals(holds.ofActive()) && generations.readOrCreate().equals(after);
  }

  /** What cannot be ended now runs out by itself. */
  private void end(Hold hold) {
    try {
      boolean unused = holds.endActive(hold);
    } catch (StoreUnavailableException e) {
      LOG.warn("the old sinks are held until {}: {}", hold.until(), e.getMessage(), e);
    }
  }

  private GenerationStatus find(int generation, ActivePointer pointer) {
    GenerationStatus status =
        registry
            .find(generation)
            .orElseThrow(() -> new RebuildException("there is no generation " + generation));
    GenerationState state = status.state(pointer);
    if (state != GenerationState.READY
        && state != GenerationState.RETIRED
        && state != GenerationState.ACTIVE) {
      throw new RebuildException(
          "generation "
              + generation
              + " is "
              + state
              + ": only one that is READY, or RETIRED and still followed, can be swapped in");
    }
    return status;
  }

  private Hold hold(Map<Projection, Integer> left) {
    Hold hold = new Hold(UUID.randomUUID().toString(), term(), left);
    if (!holds.holdActive(hold)) {
      throw new RebuildException(
          "another swap is under way; if its process died, it is over in "
              + TERM.toSeconds()
              + " s at the latest");
    }
    return hold;
  }

  /** Returns the hold as it is stored then. */
  private Hold reachEnds(
      Hold taken, int generation, ActivePointer before, int journal, Duration patience)
      throws InterruptedException {
    Map<Integer, Long> vector = ends.of(before.journal());
    Hold hold = renewed(taken, new Hold(taken.id(), term(), taken.generations(), vector));
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      String behind =
          journal == before.journal()
              ? behind(generation, hold.generations().keySet(), vector)
              : behindOtherJournal(generation, before, vector);
      if (behind == null) {
        return hold;
      }
      if (System.nanoTime() >= deadline) {
        throw new RebuildException(
            "generation "
                + generation
                + " did not get to the end of the journal within "
                + patience.toSeconds()
                + " s ("
                + behind
                + "): see that its sinks run (sessionfold status); nothing was changed");
      }
      if (hold.until().isBefore(Instant.now().plus(RENEW_BEFORE))) {
        hold = renewed(hold, new Hold(hold.id(), term(), hold.generations(), vector));
      }
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
    }
  }

  private Hold renewed(Hold old, Hold renewed) {
    if (!holds.renewActive(old, renewed)) {
      throw new RebuildException("the swap took too long and was ended; nothing was changed");
    }
    return renewed;
  }

  private static Instant term() {
    return Instant.now().plus(TERM).truncatedTo(ChronoUnit.MILLIS);
  }

  private @Nullable String behind(
      int generation, Set<Projection> projections, Map<Integer, Long> vector) {
    for (Projection projection : projections) {
      Map<Integer, Watermark> reached =
          watermarks.read(generation, projection.sink(), vector.keySet());
      for (Map.Entry<Integer, Long> end : vector.entrySet()) {
        long position = reached.getOrDefault(end.getKey(), Watermark.NONE).journal();
        if (position < end.getValue()) {
          return at(generation, projection, position, end.getValue(), end.getKey());
        }
      }
    }
    return null;
  }

  /** Positions in two journals say nothing of each other; those in the event log do. */
  private @Nullable String behindOtherJournal(
      int generation, ActivePointer before, Map<Integer, Long> vector) {
    for (Projection projection : Projection.values()) {
      int old = before.generation(projection);
      Map<Integer, Watermark> left = watermarks.read(old, projection.sink(), vector.keySet());
      Map<Integer, Watermark> reached =
          watermarks.read(generation, projection.sink(), vector.keySet());
      for (Map.Entry<Integer, Long> end : vector.entrySet()) {
        Watermark goal = left.getOrDefault(end.getKey(), Watermark.NONE);
        Watermark at = reached.getOrDefault(end.getKey(), Watermark.NONE);
        if (goal.journal() < end.getValue()) {
          return at(old, projection, goal.journal(), end.getValue(), end.getKey());
        }
        if (at.messages() < goal.messages()) {
          return at(generation, projection, at.messages(), goal.messages(), end.getKey())
              + " of agent-messages";
        }
        if (at.metadata() < goal.metadata()) {
          return at(generation, projection, at.metadata(), goal.metadata(), end.getKey())
              + " of agent-metadata";
        }
      }
    }
    return null;
  }

  private static String at(
      int generation, Projection projection, long position, long end, int partition) {
    return "the "
        + projection.sink()
        + " sink of generation "
        + generation
        + " is at "
        + position
        + " of "
        + end
        + " on partition "
        + partition;
  }

  private void mark(ActivePointer before, ActivePointer after) {
    Instant now = Instant.now();
    for (Projection projection : EnumSet.allOf(Projection.class)) {
      boolean unused = registry.mark(after.generation(projection), GenerationState.ACTIVE, now);
      int old = before.generation(projection);
      if (EnumSet.allOf(Projection.class).stream().noneMatch(p -> after.generation(p) == old)) {
        unused = registry.mark(old, GenerationState.RETIRED, now);
      }
    }
  }
}
