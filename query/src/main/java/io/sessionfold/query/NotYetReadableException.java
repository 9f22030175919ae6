package io.sessionfold.query;

/**
 * The deadline passed before the projection was as current as the read asked for. The message says
 * how far behind it is. Nothing is lost: the same read may be tried again.
 */
public final class NotYetReadableException extends QueryException {
  private static final long serialVersionUID = 1L;

  NotYetReadableException(String message) {
    super(message, null);
  }
}
