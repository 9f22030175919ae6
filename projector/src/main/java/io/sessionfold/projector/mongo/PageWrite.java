package io.sessionfold.projector.mongo;

import org.bson.BsonDocument;

/** What is to be done to a page. All of a session's come before its {@link SessionWrite}. */
sealed interface PageWrite {
  /** The number of the page. */
  long page();

  /**
   * Writes the page whole, unless the stored one is of this revision or a later one.
   *
   * @param revision of the last change that touched the page
   */
  record Put(long page, long revision, BsonDocument document) implements PageWrite {}

  /**
   * Updates the stored page, if it is of the expected revision.
   *
   * @param update in classic operators
   */
  record Update(long page, long expected, BsonDocument update) implements PageWrite {}

  /** Writes the stored page anew, if it is of the expected revision. */
  record Replace(long page, long expected, BsonDocument document) implements PageWrite {}
}
