package io.sessionfold.document;

import io.sessionfold.bson.ReadableBson;
import java.util.Optional;
import java.util.function.IntFunction;
import org.bson.BsonDocument;

/** Makes documents that the server takes: what is too large as BSON is kept as text alone. */
final class Fitting {
  /** A megabyte below the server's limit, which leaves room for an update of a few fields. */
  static final int LARGEST = 15 * 1024 * 1024;

  /** The step from one length limit of readable units to the next. */
  private static final int STEP = 4;

  private static final int FIRST_LIMIT = 1024 * 1024;

  private Fitting() {}

  /**
   * The document with as much of it readable as fits.
   *
   * @param write the document whose units above a length are text alone
   * @return empty if it does not fit even as text
   */
  static Optional<BsonDocument> fit(IntFunction<BsonDocument> write) {
    BsonDocument document = write.apply(Unit.ANY_LENGTH);
    for (int longest = FIRST_LIMIT; ReadableBson.size(document) > LARGEST; longest /= STEP) {
      if (longest == 0) {
        return Optional.empty();
      }
      document = write.apply(longest);
    }
    return Optional.of(document);
  }
}
