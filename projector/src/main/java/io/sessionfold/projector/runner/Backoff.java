package io.sessionfold.projector.runner;

import java.time.Duration;

/**
 * Waits that double from {@code first} to {@code max}, each shortened by up to a half so that sinks
 * that failed together do not come back together.
 */
record Backoff(Duration first, Duration max) {
  /**
   * The wait after a failure.
   *
   * @param failures how many there were in a row, from 1
   * @param jitter from 0 to 1: nothing off to half off
   */
  Duration after(int failures, double jitter) {
    int doublings = Math.min(Math.max(failures - 1, 0), 30);
    double full =
        Math.min((double) first.toNanos() * (double) (1L << doublings), (double) max.toNanos());
    return Duration.ofNanos((long) (full * (1 - jitter / 2)));
  }
}
