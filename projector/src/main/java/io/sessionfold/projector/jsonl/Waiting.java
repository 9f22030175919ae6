package io.sessionfold.projector.jsonl;

import io.sessionfold.event.EventType;
import io.sessionfold.journal.Change.Applied;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A redaction or deletion and all later changes of its session, until the file is rewritten. */
final class Waiting {
  /** What a line has besides its data, roughly. */
  private static final long LINE_OVERHEAD = 512L;

  private final List<Applied> changes = new ArrayList<>();
  private @Nullable Applied deletion;

  /** Whether a change, and what follows it, must wait for a rewrite. */
  static boolean startsWith(Applied change) {
    return change.type() == EventType.MESSAGE_REDACTED
        || change.type() == EventType.SESSION_DELETED;
  }

  /** Adds the next change; returns how many bytes it keeps, roughly. */
  long add(Applied change) {
    changes.add(change);
    if (change.type() == EventType.SESSION_DELETED) {
      deletion = change;
    }
    return bytes(change);
  }

  List<Applied> changes() {
    return Collections.unmodifiableList(changes);
  }

  long bytes() {
    return changes.stream().mapToLong(Waiting::bytes).sum();
  }

  long first() {
    return changes.get(0).revision();
  }

  long last() {
    return changes.get(changes.size() - 1).revision();
  }

  @Nullable Applied deletion() {
    return deletion;
  }

  private static long bytes(Applied change) {
    return change.data().toString().length() + LINE_OVERHEAD;
  }
}
