package io.sessionfold.query;

import io.sessionfold.journal.Change;
import io.sessionfold.journal.Position;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Tells what became of many published events, by reading the journal once. Open it before the first
 * publish, {@link #expect} the position of each acknowledged event, and then {@link #await} them.
 *
 * <pre>{@code
 * try (JournalTail tail = reader.journalTail()) {
 *   publish(events).forEach(tail::expect);
 *   tail.await(Duration.ofMinutes(1), change -> count(change));
 * }
 * }</pre>
 *
 * <p>Memory: one bit for each record that the event log got since the opening, and one fetch.
 * {@code expect} may be called by any thread, those of acknowledgements for instance; {@code await}
 * by one at a time.
 */
public interface JournalTail extends AutoCloseable {
  /**
   * Adds the records of a position: of a position that was merged, the last one on each topic and
   * partition. Adding one twice is the same as once.
   */
  void expect(Position published);

  /**
   * Reads on in the journal until everything expected was found, and answers each change to {@code
   * found}, once, in the journal's order within a partition. What others published is passed over.
   * What is expected only during the call is awaited too; an event that is published during the
   * call must be expected before the call ends, or it may be passed over for good.
   *
   * @throws NotYetReadableException if the deadline passes; a later call goes on where this one
   *     ended
   * @throws ReadUnavailableException if Kafka cannot be read within the deadline
   */
  void await(Duration deadline, Consumer<Change> found);

  /** How many records are expected and not found yet. */
  long missing();

  /** Leaves the journal. */
  @Override
  void close();
}
