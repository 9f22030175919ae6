package io.sessionfold.cli.pipeline;

import java.time.Duration;

/**
 * When something must have ended.
 *
 * @param nanos of {@link System#nanoTime}
 */
record Deadline(long nanos) {
  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** The time that is left, never negative. */
  Duration left() {
    return Duration.ofNanos(Math.max(nanos - System.nanoTime(), 0));
  }
}
