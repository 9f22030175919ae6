package io.sessionfold.query;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a timeline, and in which direction. Immutable; every method answers another query.
 *
 * @param cursor what the page before answered; absent for the first page
 * @param newestFirst the direction
 * @param limit how many entries one page has at most
 */
public record TimelineQuery(@Nullable String cursor, boolean newestFirst, int limit) {
  /** Refuses a limit or a cursor that means nothing. */
  public TimelineQuery {
    if (limit < 1 || limit > MessageQuery.MAX_LIMIT) {
      throw new IllegalArgumentException(
          "limit is 1 to " + MessageQuery.MAX_LIMIT + ", not " + limit + ": page with a cursor");
    }
    if (cursor != null) {
      TimelineKey.parse(cursor);
    }
  }

  /** From the beginning. */
  public static TimelineQuery all() {
    return new TimelineQuery(null, false, MessageQuery.DEFAULT_LIMIT);
  }

  /** What comes behind a cursor, in this direction. */
  public TimelineQuery cursor(@Nullable String next) {
    return new TimelineQuery(next, newestFirst, limit);
  }

  /** In that direction. */
  public TimelineQuery newestFirst(boolean newest) {
    return new TimelineQuery(cursor, newest, limit);
  }

  /** In pages of that size. */
  public TimelineQuery limit(int newLimit) {
    return new TimelineQuery(cursor, newestFirst, newLimit);
  }
}
