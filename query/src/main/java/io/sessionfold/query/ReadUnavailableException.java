package io.sessionfold.query;

import org.jspecify.annotations.Nullable;

/** MongoDB or Kafka cannot be asked for the time being; the same read may be tried again. */
public final class ReadUnavailableException extends QueryException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what does not answer, and how to fix it. */
  public ReadUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The thread that reads was interrupted; its flag is set, or is set by the caller. */
  static ReadUnavailableException interrupted(@Nullable Throwable cause) {
    return new ReadUnavailableException("the thread that reads was interrupted", cause);
  }
}
