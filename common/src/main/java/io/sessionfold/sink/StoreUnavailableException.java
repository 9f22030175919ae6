package io.sessionfold.sink;

/** The store cannot be reached or cannot write for the time being; the same call is repeated. */
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The message says what, where and how to fix it. */
  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
