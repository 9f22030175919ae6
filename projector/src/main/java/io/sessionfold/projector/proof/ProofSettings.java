package io.sessionfold.projector.proof;

import io.sessionfold.event.SessionKey;
import io.sessionfold.projector.regroup.Budget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a proof is made.
 *
 * @param sample which sessions
 * @param session one session alone; absent: all of the sample
 * @param patience how long sinks are waited for
 * @param held journal positions at which all sinks are held, so that nothing moves; absent: they
 *     write on
 * @param told how many differences are told with their place and values
 * @param heldEntries how many sessions each source holds in memory before it writes them to disk
 * @param candidates how many sessions that are not the same everywhere are looked at in one pass
 *     over their partitions
 * @param budget of reading the journal
 */
public record ProofSettings(
    Sample sample,
    @Nullable SessionKey session,
    Duration patience,
    @Nullable Map<Integer, Long> held,
    int told,
    int heldEntries,
    int candidates,
    Budget budget) {
  private static final long JOURNAL_BYTES = 192L << 20;

  /** All sessions, within a heap of 1 GiB. */
  public static ProofSettings defaults(Path scratch) {
    return new ProofSettings(
        Sample.ALL,
        null,
        Duration.ofSeconds(60),
        null,
        100,
        100_000,
        10_000,
        new Budget(JOURNAL_BYTES, scratch));
  }

  /** The same for a sample. */
  public ProofSettings sample(Sample other) {
    return new ProofSettings(other, session, patience, held, told, heldEntries, candidates, budget);
  }

  /** The same for one session. */
  public ProofSettings session(SessionKey other) {
    return new ProofSettings(sample, other, patience, held, told, heldEntries, candidates, budget);
  }

  /** The same with another patience. */
  public ProofSettings patience(Duration other) {
    return new ProofSettings(sample, session, other, held, told, heldEntries, candidates, budget);
  }

  /** The same at positions that all sinks are held at. */
  public ProofSettings held(Map<Integer, Long> positions) {
    return new ProofSettings(
        sample, session, patience, positions, told, heldEntries, candidates, budget);
  }

  /** The same with other bounds. */
  public ProofSettings bounds(int entries, int atOnce, long journalBytes) {
    return new ProofSettings(
        sample,
        session,
        patience,
        held,
        told,
        entries,
        atOnce,
        new Budget(journalBytes, budget.scratch()));
  }
}
