package io.sessionfold.query;

import io.sessionfold.event.SessionKey;
import io.sessionfold.file.SessionFilePaths;
import io.sessionfold.projector.jsonl.JsonlSink;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.testkit.EventLog;
import io.sessionfold.testkit.Journal;
import java.nio.file.Path;
import java.util.Set;

/** Session files as the real sink writes them, in the directory of a test. */
record WrittenFiles(Path root, String rootId) {
  private static final Set<Integer> HELD = Set.of(EventLog.PARTITION);

  /** Writes a whole journal, in batches as they come, with a checkpoint after each. */
  static WrittenFiles of(Path root, Journal journal) {
    try (JsonlSink sink = new JsonlSink(root, 1)) {
      sink.acquire(HELD);
      for (ChangeBatch batch : journal.batches(7)) {
        if (!sink.write(batch).refused().isEmpty() || !sink.checkpoint().isEmpty()) {
          throw new AssertionError("the sink refused a session or a checkpoint");
        }
      }
      return new WrittenFiles(root, sink.rootId());
    }
  }

  SessionFilePaths paths() {
    return new SessionFilePaths(root, 1);
  }

  Path file(SessionKey key) {
    return paths().session(key);
  }
}
