package io.sessionfold.query;

import io.sessionfold.event.SessionKey;

/** A session was asked for as of a revision that it has not got to. */
public final class NoSuchRevisionException extends QueryException {
  private static final long serialVersionUID = 1L;

  private final long current;

  NoSuchRevisionException(SessionKey key, long revision, long current) {
    super(
        "session "
            + key
            + " has no revision "
            + revision
            + ": its current one is "
            + current
            + "; ask for one up to that, or wait for what was just published",
        null);
    this.current = current;
  }

  /** The session's current revision. */
  public long current() {
    return current;
  }
}
