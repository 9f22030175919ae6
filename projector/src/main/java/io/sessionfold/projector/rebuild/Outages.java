package io.sessionfold.projector.rebuild;

import io.sessionfold.sink.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats a call until its store is there. */
final class Outages {
  private static final Logger LOG = LoggerFactory.getLogger(Outages.class);
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private Outages() {}

  /**
   * The call's answer.
   *
   * @throws InterruptedException if it is interrupted while it waits
   */
  static <T> T outlast(Supplier<T> call) throws InterruptedException {
    Duration wait = FIRST;
    while (true) {
      try {
        return call.get();
      } catch (StoreUnavailableException e) {
        if (wait.equals(FIRST)) {
          LOG.warn("The rebuild waits, nothing is lost: {}", e.getMessage(), e);
        }
        TimeUnit.NANOSECONDS.sleep(wait.toNanos());
        wait = wait.multipliedBy(2).compareTo(LONGEST) < 0 ? wait.multipliedBy(2) : LONGEST;
      }
    }
  }
}
