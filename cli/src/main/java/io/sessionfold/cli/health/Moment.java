package io.sessionfold.cli.health;

import java.time.Instant;

/**
 * Now, on both clocks: durations are measured on the one that nobody sets.
 *
 * @param nanos of {@link System#nanoTime}
 */
public record Moment(long nanos, Instant wall) {
  /** The moment at which it is called. */
  public static Moment now() {
    return new Moment(System.nanoTime(), Instant.now());
  }
}
