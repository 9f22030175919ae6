package io.sessionfold.chaos.fault;

import java.time.Duration;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Waits of faults; they are part of what is tried, not of how it is judged. */
public final class Pause {
  private Pause() {}

  /** Waits so long. */
  public static void of(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Waits up to so long, as the random says. */
  public static void upTo(Duration most, Random random) {
    of(Duration.ofMillis(random.nextInt((int) most.toMillis() + 1)));
  }

  /** Waits until it is so; answers whether it was before the time had passed. */
  public static boolean until(Duration most, BooleanSupplier condition) {
    long deadline = System.nanoTime() + most.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      of(Duration.ofMillis(20));
    }
    return true;
  }
}
