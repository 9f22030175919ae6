package io.sessionfold.query;

import java.time.Duration;

/** A point in time by the monotonic clock. */
final class Deadline {
  /**
   * What a call to a server gets at least, so that a deadline of zero still asks once. A first call
   * connects; on a busy machine that takes its time.
   */
  private static final Duration MOMENT = Duration.ofSeconds(2);

  private final long nanos;

  private Deadline(long nanos) {
    this.nanos = nanos;
  }

  static Deadline in(Duration time) {
    // Far deadlines are cut, so that the sum cannot overflow.
    return new Deadline(System.nanoTime() + Math.min(saturated(time), Long.MAX_VALUE / 2));
  }

  private static long saturated(Duration time) {
    return time.compareTo(Duration.ofDays(36_500)) > 0 ? Long.MAX_VALUE / 2 : time.toNanos();
  }

  /** What is left, never negative. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
  }

  /** What is left, but at least a moment. */
  Duration leftToAsk() {
    Duration left = left();
    return left.compareTo(MOMENT) < 0 ? MOMENT : left;
  }

  boolean passed() {
    return nanos - System.nanoTime() <= 0;
  }

  /** The earlier of this one and one that is {@code time} away. */
  Deadline orIn(Duration time) {
    Deadline other = in(time);
    return other.nanos - nanos < 0 ? other : this;
  }
}
