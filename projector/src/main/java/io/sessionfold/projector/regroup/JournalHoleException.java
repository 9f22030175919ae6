package io.sessionfold.projector.regroup;

import io.sessionfold.event.SessionKey;

/** The journal has no change of a revision that comes before others of the session. */
public final class JournalHoleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long missing;

  JournalHoleException(SessionKey session, long missing) {
    super(
        "the journal has no revision "
            + missing
            + " of "
            + session
            + ", but later ones: rebuild from the event log into a new journal");
    this.missing = missing;
  }

  /** The first revision that is not there. */
  public long missing() {
    return missing;
  }
}
