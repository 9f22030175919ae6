package io.sessionfold.query;

import org.jspecify.annotations.Nullable;

/**
 * A read that could not be answered. Each subclass is one cause, and the message says what, where
 * and how to fix it. Questions that are wrong in themselves are {@link IllegalArgumentException}s.
 */
public abstract class QueryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what, where and how to fix it, and no content of sessions. */
  protected QueryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
