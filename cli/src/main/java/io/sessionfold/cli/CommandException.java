package io.sessionfold.cli;

/**
 * A command cannot do what it was asked. The message is for the person at the terminal: what, where
 * and how to fix it. Ends the process with 1.
 */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the message alone. */
  public CommandException(String message) {
    super(message);
  }

  /** With the cause, for the log. */
  public CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}
