package io.sessionfold.query;

import org.jspecify.annotations.Nullable;

/** MongoDB or Kafka cannot be asked for the time being; the same read may be tried again. */
public final class ReadUnavailableException extends QueryException {
  private static final long serialVersionUID = 1L;

  ReadUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
