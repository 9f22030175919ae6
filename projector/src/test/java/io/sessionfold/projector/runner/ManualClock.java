package io.sessionfold.projector.runner;

import io.micrometer.core.instrument.Clock;
import java.time.Duration;

/** Time that passes only when a test says so. */
final class ManualClock implements Clock {
  private long nanos = Duration.ofDays(20_000).toNanos();

  void advance(Duration time) {
    nanos += time.toNanos();
  }

  @Override
  public long wallTime() {
    return nanos / 1_000_000;
  }

  @Override
  public long monotonicTime() {
    return nanos;
  }
}
