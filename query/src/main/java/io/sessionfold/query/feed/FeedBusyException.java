package io.sessionfold.query.feed;

import io.sessionfold.query.QueryException;
import java.time.Duration;

/** As many as may already catch up with the journal, or wait for it; ask again. */
public final class FeedBusyException extends QueryException {
  private static final long serialVersionUID = 1L;
  private final Duration retryAfter;

  private FeedBusyException(String message, Duration retryAfter) {
    super(message + ": try again in " + retryAfter.toSeconds() + " s", null);
    this.retryAfter = retryAfter;
  }

  static FeedBusyException catchingUp(int catchUps) {
    return new FeedBusyException(
        "the token is older than the changes in memory, and %d subscribers are catching up with the journal already"
            .formatted(catchUps),
        Duration.ofSeconds(5));
  }

  static FeedBusyException waiting(int most) {
    return new FeedBusyException(
        "%d subscribers wait for the journal already".formatted(most), Duration.ofSeconds(1));
  }

  /** When to try again. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
