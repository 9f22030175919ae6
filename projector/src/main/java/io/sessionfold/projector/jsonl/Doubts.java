package io.sessionfold.projector.jsonl;

import io.sessionfold.event.SessionKey;
import io.sessionfold.sink.WriteResult.Kind;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The files that the sink has reason not to believe. */
final class Doubts {
  private final Map<Path, Integer> suspect = new HashMap<>();
  private final Map<SessionKey, SessionFile> failedRewrites = new HashMap<>();
  private final Map<SessionKey, String> hopeless = new HashMap<>();

  /**
   * What the disk has of a file is not what was written: its next touch reads it whole and writes
   * it anew. That outlives the lock of the partition, since a second fsync of the same file could
   * succeed without any of it being on the disk.
   */
  void suspect(SessionFile file) {
    suspect.put(file.path(), file.partition());
  }

  boolean isSuspect(Path file) {
    return suspect.containsKey(file);
  }

  void cleared(Path file) {
    suspect.remove(file);
  }

  boolean hasSuspects(int partition) {
    return suspect.containsValue(partition);
  }

  /**
   * A rewrite failed, and not for want of a disk. Once, that may be damage, which the journal
   * repairs; twice in a row, reading the journal again would repeat it for ever.
   */
  void rewriteFailed(SessionFile file, Exception e) {
    suspect(file);
    if (failedRewrites.put(file.session(), file) != null) {
      hopeless.put(
          file.session(),
          file.path()
              + " cannot be rewritten without what was redacted or deleted ("
              + e.getClass().getSimpleName()
              + "): the log says why; release the session from quarantine, which writes the file"
              + " anew from the journal");
    }
  }

  void rewritten(SessionFile file) {
    failedRewrites.remove(file.session());
  }

  void refuseIfHopeless(SessionKey session) throws RefusedFileException {
    String why = hopeless.get(session);
    if (why != null) {
      throw new RefusedFileException(Kind.GAP, why);
    }
  }

  /** The file is gone, and with it every reason for doubt. */
  void discarded(SessionFile file) {
    suspect.remove(file.path());
    failedRewrites.remove(file.session());
    hopeless.remove(file.session());
  }

  /** The next owner of a partition tries its rewrites again. */
  void forget(int partition) {
    failedRewrites.values().removeIf(file -> file.partition() == partition);
    hopeless.keySet().retainAll(failedRewrites.keySet());
  }
}
