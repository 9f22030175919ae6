package io.sessionfold.query;

/**
 * The stored documents of a session do not fit together: a page is missing, or its sink stopped in
 * the middle of a write and has not come back. The log has everything; the message says what to do.
 */
public final class SessionDamagedException extends QueryException {
  private static final long serialVersionUID = 1L;

  SessionDamagedException(String message) {
    super(message, null);
  }
}
