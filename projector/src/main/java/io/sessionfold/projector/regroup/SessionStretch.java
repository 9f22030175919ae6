package io.sessionfold.projector.regroup;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;

/**
 * The applied changes of one session in a stretch of the journal: in the order of their revisions,
 * each once, whole. They are decoded as they are walked, and may be walked again; only while the
 * session is visited.
 *
 * <p>Walking throws {@link JournalHoleException} in front of a hole and {@link
 * io.sessionfold.projector.runner.JournalUnreadableException} at what cannot be read.
 */
public interface SessionStretch extends Iterable<Applied> {
  /** Whose they are. */
  SessionKey session();

  /** The journal offset of the first. */
  long firstOffset();

  /** The revision of the first: 1, unless earlier ones are before the stretch. */
  long firstRevision();

  /**
   * The revision of the last change before a journal offset; one below {@link #firstRevision} if
   * there is none. Nothing is decoded.
   */
  long revisionBefore(long offset);
}
