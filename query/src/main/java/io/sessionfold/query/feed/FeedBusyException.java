package io.sessionfold.query.feed;

import io.sessionfold.query.QueryException;
import java.time.Duration;

/** As many as may are already catching up from the journal; the same call may be made again. */
public final class FeedBusyException extends QueryException {
  private static final long serialVersionUID = 1L;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  FeedBusyException(int catchUps) {
    super(
        "the token is older than the changes in memory, and "
            + catchUps
            + " subscribers are catching up from the journal already: try again in "
            + RETRY_AFTER.toSeconds()
            + " seconds",
        null);
  }

  /** When to try again. */
  public Duration retryAfter() {
    return RETRY_AFTER;
  }
}
