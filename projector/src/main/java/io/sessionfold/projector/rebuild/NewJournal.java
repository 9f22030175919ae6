package io.sessionfold.projector.rebuild;

import io.sessionfold.projector.store.GenerationRegistry;
import io.sessionfold.projector.store.Generations;
import io.sessionfold.sink.Watermark;
import io.sessionfold.store.GenerationDocument;
import io.sessionfold.store.GenerationStatus;
import io.sessionfold.store.OwnJournal;
import io.sessionfold.store.OwnJournal.Comparison;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal that is made for a generation. Its number was taken with the generation's. Each step
 * may be repeated by whoever goes on with it.
 */
final class NewJournal {
  private static final Logger LOG = LoggerFactory.getLogger(NewJournal.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final GenerationRegistry registry;
  private final Generations generations;
  private final RebuildPlace place;
  private final int generation;
  private final int journal;

  NewJournal(
      GenerationRegistry registry,
      Generations generations,
      RebuildPlace place,
      GenerationDocument madeFrom) {
    this.registry = registry;
    this.generations = generations;
    this.place = place;
    this.generation = madeFrom.generation();
    this.journal = madeFrom.journal();
  }

  /** Makes the topics, if nobody has, and keeps which they are and what they are to cover. */
  void make() throws InterruptedException {
    String topicId = Outages.outlast(() -> place.journals().make(journal));
    Map<Integer, Watermark> ends = Outages.outlast(place.journals()::eventLogEnds);
    Outages.outlast(
        () -> {
          generations.open(generation, journal, topicId);
          registry.sequenceTo(generation, ends);
          return true;
        });
  }

  /** Waits until projectors have covered the event log as it was when the journal was made. */
  void sequence(Work work) throws InterruptedException {
    Map<Integer, Watermark> goal = own().sequenceTo();
    LOG.info("journal {} is being made for generation {}", journal, generation);
    Map<Integer, Watermark> reached = Outages.outlast(() -> place.journals().sequenced(journal));
    work.beginsSequencing(records(goal), records(within(reached, goal)));
    while (!covers(reached, goal)) {
      work.goOn();
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
      reached = Outages.outlast(() -> place.journals().sequenced(journal));
      work.reached(records(within(reached, goal)));
    }
  }

  /**
   * Compares it with the journal that readers are sent to, as far as both cover the event log: at
   * least as it was when this one was begun.
   *
   * @return whether the generation may go on: nothing differs, or what differs is accepted
   */
  boolean compare(Work work) throws InterruptedException {
    int active = Outages.outlast(generations::readOrCreate).journal();
    Map<Integer, Watermark> goal = own().sequenceTo();
    Map<Integer, Watermark> cut = covered(active, goal, work);
    JournalComparison comparison =
        new JournalComparison(place::consumer, place.budget(), work, place.journals()::differs);
    Comparison found = comparison.compare(side(active), side(journal), cut);
    boolean kept = Outages.outlast(() -> registry.compared(generation, work.holder(), found));
    work.goOn();
    if (!kept) {
      throw new RebuildException(
          "generation " + generation + " was taken over by another process, which goes on with it");
    }
    LOG.info("journal {} was compared with journal {}: {}", journal, active, found);
    return found.differences() == 0 || own().accepted();
  }

  private Map<Integer, Watermark> covered(int active, Map<Integer, Watermark> goal, Work work)
      throws InterruptedException {
    while (true) {
      Map<Integer, Watermark> both =
          within(
              Outages.outlast(() -> place.journals().sequenced(active)),
              Outages.outlast(() -> place.journals().sequenced(journal)));
      if (covers(both, goal)) {
        return both;
      }
      work.goOn();
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
    }
  }

  private JournalComparison.Side side(int of) throws InterruptedException {
    return new JournalComparison.Side(of, Outages.outlast(() -> place.journals().settledEnds(of)));
  }

  private OwnJournal own() throws InterruptedException {
    return Objects.requireNonNull(
        Outages.outlast(() -> registry.find(generation).map(GenerationStatus::ownJournal))
            .orElse(null),
        "a generation from events keeps what its journal covers");
  }

  private static boolean covers(Map<Integer, Watermark> reached, Map<Integer, Watermark> goal) {
    return records(within(reached, goal)) == records(goal);
  }

  /** The lower of both in each part, of the partitions of {@code goal}. */
  private static Map<Integer, Watermark> within(
      Map<Integer, Watermark> reached, Map<Integer, Watermark> goal) {
    Map<Integer, Watermark> lower = new TreeMap<>();
    goal.forEach(
        (partition, end) -> {
          Watermark at = reached.getOrDefault(partition, Watermark.NONE);
          lower.put(
              partition,
              new Watermark(
                  0,
                  Math.min(at.messages(), end.messages()),
                  Math.min(at.metadata(), end.metadata())));
        });
    return lower;
  }

  private static long records(Map<Integer, Watermark> positions) {
    return positions.values().stream().mapToLong(w -> w.messages() + w.metadata()).sum();
  }
}
