package io.sessionfold.projector.mongo;

import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** What is to be done to a session document: the commit point of a batch. */
sealed interface SessionWrite {
  /** A whole document, or an update of one. */
  BsonDocument body();

  /** The revision that the stored document must have; 0 if there must be none. */
  long expected();

  /** Whether the write should have taken place on what was found after it. */
  default boolean fits(Stored found) {
    return found.revision() == expected();
  }

  /** The first write of a session. */
  record Insert(BsonDocument body) implements SessionWrite {
    @Override
    public long expected() {
      return 0;
    }
  }

  /**
   * Brings the stored document forward.
   *
   * @param expected the revision that it must have
   * @param page the open page that it must have; absent where no message is appended
   * @param body classic operators
   */
  record Update(long expected, @Nullable Long page, BsonDocument body) implements SessionWrite {
    @Override
    public boolean fits(Stored found) {
      return found.revision() == expected && (page == null || page == found.openPage());
    }
  }

  /**
   * Writes the stored document anew.
   *
   * @param expected the revision that it must have
   */
  record Replace(long expected, BsonDocument body) implements SessionWrite {}
}
