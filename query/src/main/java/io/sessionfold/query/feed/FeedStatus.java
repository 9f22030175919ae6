package io.sessionfold.query.feed;

/**
 * How a feed is.
 *
 * @param detail what is wrong, without content; empty if nothing is
 * @param journal the journal that is followed; 0 before it is known
 * @param changes that are in memory
 * @param bytes that they take, about
 * @param catchUps subscribers that read the journal at the moment
 */
public record FeedStatus(
    State state,
    String detail,
    int journal,
    int subscribers,
    int changes,
    long bytes,
    int catchUps) {
  /** The states. */
  public enum State {
    /** It has not read the recent changes yet; nobody can subscribe. */
    STARTING,
    /** Changes are told as they happen. */
    LIVE,
    /**
     * The journal, or the pointer to it, cannot be read. Subscribers stay, and go on without a gap
     * as soon as it can.
     */
    AWAY
  }
}
