package io.sessionfold.cli.web;

import java.util.Locale;

/**
 * Whether a part can do what it is there for.
 *
 * @param reason why not, or what it does without; empty if it lacks nothing
 */
public record Finding(State state, String reason) {
  /** It lacks nothing. */
  static final Finding RUNNING = new Finding(State.RUNNING, "");

  /** The states. */
  public enum State {
    /** Nothing was found out yet, or what it needs is still being read. */
    STARTING,
    /** It does what it is there for. */
    RUNNING,
    /** It does what it is there for, but for something that nobody should be sent away for. */
    DEGRADED,
    /** It does not, and goes on by itself. */
    UNAVAILABLE;

    /** The name in answers. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding starting(String reason) {
    return new Finding(State.STARTING, reason);
  }

  static Finding degraded(String reason) {
    return new Finding(State.DEGRADED, reason);
  }

  static Finding unavailable(String reason) {
    return new Finding(State.UNAVAILABLE, reason);
  }
}
