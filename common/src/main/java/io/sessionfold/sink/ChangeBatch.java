package io.sessionfold.sink;

import io.sessionfold.journal.Change.Rejected;
import java.util.List;

/**
 * A stretch of the journal, grouped: each session's applied changes in order, and the rejections.
 *
 * @param sessions each session once
 * @param rejections in no particular order; a sink that does not keep them ignores them
 */
public record ChangeBatch(List<SessionChanges> sessions, List<Rejected> rejections) {
  /** Copies the lists. */
  public ChangeBatch {
    sessions = List.copyOf(sessions);
    rejections = List.copyOf(rejections);
  }

  /** Whether there is nothing to write. */
  public boolean isEmpty() {
    return sessions.isEmpty() && rejections.isEmpty();
  }
}
