package io.sessionfold.store;

import org.bson.BsonDocument;
import org.bson.BsonInt32;

/**
 * What a generation is made from, in the collection {@link StoreNames#GENERATIONS}; written once,
 * when the generation is created.
 *
 * @param journal the journal that it is folded from
 * @param fold the version of folds and documents that it is made with
 */
public record GenerationDocument(int generation, int journal, int fold) {
  /** The {@code _id} of a generation: its number. */
  public static BsonDocument id(int generation) {
    return new BsonDocument("_id", new BsonInt32(generation));
  }

  /** The whole document. */
  public BsonDocument toBson() {
    return id(generation)
        .append("journal", new BsonInt32(journal))
        .append("fold", new BsonInt32(fold));
  }

  /** Reads what {@link #toBson} wrote; members that it does not know are left alone. */
  public static GenerationDocument read(BsonDocument document) {
    return new GenerationDocument(
        document.getNumber("_id").intValue(),
        document.getNumber("journal").intValue(),
        document.getNumber("fold").intValue());
  }
}
