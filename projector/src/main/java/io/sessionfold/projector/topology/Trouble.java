package io.sessionfold.projector.topology;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong last, whether it is for good, and how long to wait before the next attempt: twice
 * as long each time, with jitter, until the projector has run again. Thread-safe.
 */
final class Trouble {
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final CountDownLatch stopped = new CountDownLatch(1);
  private int attempts;
  private boolean fatal;
  private @Nullable String reason;

  /** Why there is no sense in trying again; {@code null} if there is. */
  static @Nullable String fatal(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProjectorRefusedException) {
        return String.valueOf(cause.getMessage());
      }
      if (cause instanceof Error) {
        return "A fault of this process: " + cause;
      }
    }
    return null;
  }

  /** Remembers a trouble that may pass and says how long to wait. */
  synchronized Duration next(Throwable thrown) {
    reason = innermost(thrown);
    long longest = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(attempts++, 16));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
  }

  synchronized void isFatal(String why) {
    fatal = true;
    reason = why;
  }

  synchronized boolean isFatal() {
    return fatal;
  }

  synchronized @Nullable String reason() {
    return reason;
  }

  synchronized void over() {
    if (!fatal) {
      attempts = 0;
      reason = null;
    }
  }

  /** Waits, or less if the projector is closed. */
  void await(Duration pause) {
    try {
      if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void stopWaiting() {
    stopped.countDown();
  }

  private static String innermost(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
