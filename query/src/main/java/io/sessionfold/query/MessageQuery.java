package io.sessionfold.query;

import org.jspecify.annotations.Nullable;

/**
 * Which messages of a session, and in which direction. Immutable; every method answers another
 * query.
 *
 * @param agent only this agent's messages; absent: those of all
 * @param after only messages with a higher {@code seq}; absent: from the first
 * @param before only messages with a lower {@code seq}; absent: up to the last
 * @param fromIndex only messages from this index on, which counts from the agent's message 0
 * @param toIndex only messages below this index
 * @param newestFirst the order, by {@code seq}
 * @param limit how many messages one page has at most; a stream is not limited by it
 */
public record MessageQuery(
    @Nullable String agent,
    @Nullable Long after,
    @Nullable Long before,
    long fromIndex,
    long toIndex,
    boolean newestFirst,
    int limit) {
  /** The largest limit of one page. Longer results are read as a stream. */
  public static final int MAX_LIMIT = 1000;

  /** The limit of a query that does not name one. */
  public static final int DEFAULT_LIMIT = 100;

  /** Refuses a limit, a cursor or a range that means nothing. */
  public MessageQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "limit is 1 to " + MAX_LIMIT + ", not " + limit + ": page with a cursor, or stream");
    }
    if (fromIndex < 0 || toIndex < fromIndex) {
      throw new IllegalArgumentException(
          "not a range of indexes: from " + fromIndex + ", below " + toIndex);
    }
    if (agent == null && (fromIndex > 0 || toIndex < Long.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "an index counts the messages of one agent: name the agent, or use after and before");
    }
    if ((after != null && after < 0) || (before != null && before < 0)) {
      throw new IllegalArgumentException("after and before are seq numbers, from 0");
    }
  }

  /** All messages, oldest first. */
  public static MessageQuery all() {
    return new MessageQuery(null, null, null, 0, Long.MAX_VALUE, false, DEFAULT_LIMIT);
  }

  /** The last messages, newest first. */
  public static MessageQuery last(int limit) {
    return all().newestFirst(true).limit(limit);
  }

  /** Only that agent's. */
  public MessageQuery ofAgent(String name) {
    return new MessageQuery(name, after, before, fromIndex, toIndex, newestFirst, limit);
  }

  /** Only those with a higher {@code seq}. */
  public MessageQuery after(long seq) {
    return new MessageQuery(agent, seq, before, fromIndex, toIndex, newestFirst, limit);
  }

  /** Only those with a lower {@code seq}. */
  public MessageQuery before(long seq) {
    return new MessageQuery(agent, after, seq, fromIndex, toIndex, newestFirst, limit);
  }

  /** Only the agent's messages from one index up to, not including, another. */
  public MessageQuery indexes(long from, long to) {
    return new MessageQuery(agent, after, before, from, to, newestFirst, limit);
  }

  /** In that direction. */
  public MessageQuery newestFirst(boolean newest) {
    return new MessageQuery(agent, after, before, fromIndex, toIndex, newest, limit);
  }

  /** In pages of that size. */
  public MessageQuery limit(int newLimit) {
    return new MessageQuery(agent, after, before, fromIndex, toIndex, newestFirst, newLimit);
  }

  /**
   * The query for what comes after a page of this query. Messages that were appended meanwhile
   * change nothing between the two pages: none is left out, none comes twice. After an empty page
   * it is this query.
   */
  public MessageQuery following(MessagePage page) {
    Long cursor = page.cursor();
    if (cursor == null) {
      return this;
    }
    return newestFirst ? before(cursor) : after(cursor);
  }
}
