package io.sessionfold.query.feed;

import io.sessionfold.query.ReadUnavailableException;

/**
 * Why a subscription ended on the feed's side.
 *
 * @param message what happened and what to do, without content
 */
public record FeedEnd(Reason reason, String message) {
  /** The causes. */
  public enum Reason {
    /** Another journal is active: read the session anew and subscribe without a token. */
    RESET,
    /** The subscriber was too slow: subscribe again with the last token. */
    SLOW,
    /** Kafka could not be read: subscribe again with the last token, a little later. */
    UNAVAILABLE,
    /** The feed was closed: subscribe again with the last token, at another process. */
    CLOSED
  }

  static FeedEnd reset(int journal) {
    return new FeedEnd(
        Reason.RESET,
        "journal "
            + journal
            + " is no longer followed: read the sessions anew and subscribe without a token");
  }

  static FeedEnd slow() {
    return new FeedEnd(
        Reason.SLOW,
        "the changes were read too slowly and are no longer in memory: subscribe again with the"
            + " last token");
  }

  static FeedEnd unavailable(ReadUnavailableException failure) {
    return unavailable(String.valueOf(failure.getMessage()));
  }

  static FeedEnd unavailable(String what) {
    return new FeedEnd(Reason.UNAVAILABLE, what);
  }

  static FeedEnd closed() {
    return new FeedEnd(Reason.CLOSED, "the feed was closed: subscribe again with the last token");
  }
}
