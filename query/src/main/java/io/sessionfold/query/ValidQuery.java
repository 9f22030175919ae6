package io.sessionfold.query;

import org.jspecify.annotations.Nullable;

/**
 * Which messages the view {@code valid} is made of. Immutable; every method answers another query.
 *
 * @param agent whose messages; absent: of the only agent that the session has
 * @param last at least so many of the last ones: as many more as the turn has that the first of
 *     them is in; absent: all
 * @param after only messages with a higher {@code seq}, from the first whole turn among them on;
 *     what the system said at the very beginning stands in front all the same
 * @param before only messages with a lower {@code seq}, up to the last whole turn among them
 * @param resume whether what its conversation manager removed is left out
 * @param manager the class of the conversation manager that goes on; absent: whichever it was
 */
public record ValidQuery(
    @Nullable String agent,
    @Nullable Integer last,
    @Nullable Long after,
    @Nullable Long before,
    boolean resume,
    @Nullable String manager) {
  /** Refuses what means nothing. */
  public ValidQuery {
    if (last != null && (last < 1 || last > MessageQuery.MAX_LIMIT)) {
      throw new IllegalArgumentException(
          "last is 1 to "
              + MessageQuery.MAX_LIMIT
              + ", not "
              + last
              + ": leave it out for all messages, or page with before");
    }
    if ((after != null && after < 0) || (before != null && before < 0)) {
      throw new IllegalArgumentException("after and before are seq numbers, from 0");
    }
    if (resume && (last != null || after != null || before != null)) {
      throw new IllegalArgumentException(
          "resume reads what the conversation manager left, up to the end: leave out last, after"
              + " and before");
    }
  }

  /** All messages of the only agent of a session. */
  public static ValidQuery all() {
    return new ValidQuery(null, null, null, null, false, null);
  }

  /** All messages of that agent. */
  public static ValidQuery of(String agent) {
    return new ValidQuery(agent, null, null, null, false, null);
  }

  /** At least so many of the last ones. */
  public ValidQuery last(int count) {
    return new ValidQuery(agent, count, after, before, resume, manager);
  }

  /** Only those with a higher {@code seq}. */
  public ValidQuery after(long seq) {
    return new ValidQuery(agent, last, seq, before, resume, manager);
  }

  /** Only those with a lower {@code seq}. */
  public ValidQuery before(long seq) {
    return new ValidQuery(agent, last, after, seq, resume, manager);
  }

  /** Only those that the agent's conversation manager did not remove. */
  public ValidQuery resumed() {
    return new ValidQuery(agent, last, after, before, true, null);
  }

  /** The same, if the conversation manager was of that class. */
  public ValidQuery resumed(String byManager) {
    return new ValidQuery(agent, last, after, before, true, byManager);
  }
}
