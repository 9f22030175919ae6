package io.sessionfold.projector.rebuild;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionChanges;
import java.util.ArrayList;
import java.util.List;

/** Sessions that are collected until they are worth a write. */
final class LoadBatch {
  /** About what the documents of a batch take; one session may be larger. */
  private static final long BYTES = 2L << 20;

  private static final int CHANGES = 20_000;

  /** What a change takes beside its data. */
  private static final int CHANGE_BYTES = 256;

  private final List<SessionChanges> sessions = new ArrayList<>();
  private final List<Applied> changes = new ArrayList<>();
  private long bytes;
  private int count;

  /** A change of the session that is being collected. */
  void add(Applied change) {
    changes.add(change);
    bytes += change.data().toString().length() + CHANGE_BYTES;
    count++;
  }

  /** Whether it is to be written, at the latest when its session ends. */
  boolean isFull() {
    return bytes >= BYTES || count >= CHANGES;
  }

  /** What was collected belongs to this session. */
  void endOfSession(SessionKey session, int partition, long firstOffset) {
    if (!changes.isEmpty()) {
      sessions.add(new SessionChanges(session, partition, firstOffset, changes));
      changes.clear();
    }
  }

  int changes() {
    return count;
  }

  ChangeBatch batch() {
    return new ChangeBatch(sessions, List.of());
  }
}
