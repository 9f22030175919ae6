package io.sessionfold.query.feed;

import io.sessionfold.query.QueryException;

/**
 * A token cannot be gone on from: it is of another journal, or of a position that the journal does
 * not have. Read the sessions anew and subscribe without a token.
 */
public final class FeedResetException extends QueryException {
  private static final long serialVersionUID = 1L;

  FeedResetException(String why) {
    super(why + ": read the sessions anew and subscribe without a token", null);
  }
}
