package io.sessionfold.query.feed;

import java.time.Duration;

/**
 * The bounds of a feed. Immutable.
 *
 * @param windowBytes how much recent changes may take in memory, about
 * @param windowChanges how many of them are kept at most
 * @param catchUps how many subscribers may read the journal at once, each with a thread and a
 *     consumer of its own
 * @param patience how long a subscriber that is catching up may take nothing before it is ended
 */
public record FeedSettings(long windowBytes, int windowChanges, int catchUps, Duration patience) {
  /** 64 MiB and 50,000 changes; four at once; half a minute. */
  public static final FeedSettings DEFAULTS =
      new FeedSettings(64L << 20, 50_000, 4, Duration.ofSeconds(30));

  /** Refuses bounds that let nothing through. */
  public FeedSettings {
    if (windowBytes < 1
        || windowChanges < 1
        || catchUps < 1
        || patience.isZero()
        || patience.isNegative()) {
      throw new IllegalArgumentException(
          "windowBytes, windowChanges, catchUps and patience are above zero");
    }
  }
}
