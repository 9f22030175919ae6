package io.sessionfold.sink;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import java.util.List;

/**
 * Consecutive applied changes of one session.
 *
 * @param partition the journal partition that the session is on
 * @param firstOffset the journal offset of the first of them
 * @param changes at least one, with consecutive revisions
 */
public record SessionChanges(
    SessionKey session, int partition, long firstOffset, List<Applied> changes) {
  /** Refuses an empty list and a hole in the revisions. */
  public SessionChanges {
    changes = List.copyOf(changes);
    if (changes.isEmpty()) {
      throw new IllegalArgumentException("no changes of " + session);
    }
    long first = changes.get(0).revision();
    for (int i = 0; i < changes.size(); i++) {
      if (changes.get(i).revision() != first + i) {
        throw new IllegalArgumentException(
            "the journal has a hole before revision "
                + changes.get(i).revision()
                + " of "
                + session);
      }
    }
  }

  /** The revision of the first change. */
  public long from() {
    return changes.get(0).revision();
  }

  /** The revision of the last change. */
  public long to() {
    return changes.get(changes.size() - 1).revision();
  }

  /** The changes after {@code revision}; {@code null} is never returned, empty is. */
  public List<Applied> after(long revision) {
    long skip = Math.min(Math.max(revision - from() + 1, 0), changes.size());
    return changes.subList((int) skip, changes.size());
  }
}
