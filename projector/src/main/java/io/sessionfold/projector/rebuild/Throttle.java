package io.sessionfold.projector.rebuild;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Lets so many changes pass in a second. One thread calls it. */
final class Throttle {
  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(1);

  private final long perSecond;
  private long next = System.nanoTime();

  /** No more than so many; 0: as many as come. */
  Throttle(long perSecond) {
    if (perSecond < 0) {
      throw new IllegalArgumentException("a throttle is from 1 change a second, or 0 for none");
    }
    this.perSecond = perSecond;
  }

  /** Waits until so many changes may have passed; a second at most at a time. */
  void pass(long changes) {
    if (perSecond == 0) {
      return;
    }
    long now = System.nanoTime();
    next = Math.max(next, now) + Math.round(changes * 1e9 / perSecond);
    while (next - now > 0) {
      LockSupport.parkNanos(Math.min(next - now, LONGEST_WAIT));
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      now = System.nanoTime();
    }
  }
}
