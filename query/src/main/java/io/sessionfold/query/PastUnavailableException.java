package io.sessionfold.query;

/**
 * Neither the file of a session nor the journal that can be read has its whole history; the message
 * says what of them is wrong, and which setting helps. The session as it is can be read all the
 * same.
 */
public final class PastUnavailableException extends QueryException {
  private static final long serialVersionUID = 1L;

  PastUnavailableException(String message) {
    super(message, null);
  }
}
