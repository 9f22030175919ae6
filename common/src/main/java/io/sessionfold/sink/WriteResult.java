package io.sessionfold.sink;

import io.sessionfold.event.SessionKey;
import java.util.Map;

/**
 * What became of a batch. {@code given = written + skipped + refused}, counted in changes.
 *
 * @param written changes that this call wrote
 * @param skipped changes that the store had already
 * @param refused the sessions that were refused; nothing of them was written past the revision that
 *     the refusal names
 * @param refusedChanges how many changes of refused sessions were not written
 */
public record WriteResult(
    int written, int skipped, Map<SessionKey, Refusal> refused, int refusedChanges) {
  /** Nothing to write. */
  public static final WriteResult NOTHING = new WriteResult(0, 0, Map.of(), 0);

  /** Copies the map. */
  public WriteResult {
    refused = Map.copyOf(refused);
  }

  /**
   * Why the store cannot take a session's changes.
   *
   * @param storedRevision the revision that the store has; 0 if none
   * @param message what, and how to fix it
   */
  public record Refusal(Kind kind, long storedRevision, String message) {}

  /** The classes of refusals. */
  public enum Kind {
    /** The store is behind what the batch continues from: a restored backup, a lost document. */
    GAP,
    /** The store refuses this content. */
    REFUSED
  }
}
