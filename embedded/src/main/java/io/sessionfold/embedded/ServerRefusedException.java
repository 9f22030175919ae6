package io.sessionfold.embedded;

/**
 * A server cannot be started as things are: its directory or port is in use, its binary is missing,
 * or it ended at once. The message says what, where and how to fix it.
 */
public final class ServerRefusedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  ServerRefusedException(String message) {
    super(message);
  }

  ServerRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
