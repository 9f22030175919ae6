package io.sessionfold.cli;

import picocli.CommandLine.ExitCode;

/**
 * A command cannot do what it was asked. The message is for the person at the terminal: what, where
 * and how to fix it. Ends the process with 1, or with 2 if the command line itself is wrong.
 */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /** With the message alone. */
  public CommandException(String message) {
    super(message);
    this.exitCode = ExitCode.SOFTWARE;
  }

  /** With the cause, for the log. */
  public CommandException(String message, Throwable cause) {
    super(message, cause);
    this.exitCode = ExitCode.SOFTWARE;
  }

  private CommandException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** A value on the command line means nothing. */
  public static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, message);
  }

  /** What the process ends with. */
  public int exitCode() {
    return exitCode;
  }
}
