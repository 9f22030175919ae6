package io.sessionfold.store;

import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * What a generation is made from, in the collection {@link StoreNames#GENERATIONS}; written once,
 * when the generation is created.
 *
 * @param journal the journal that it is folded from
 * @param fold the version of folds and documents that it is made with
 * @param topicId the id that Kafka gave the journal's topic; absent in generations that were
 *     created without it, and until the topic is made
 * @param from whether the journal was there already
 */
public record GenerationDocument(
    int generation, int journal, int fold, @Nullable String topicId, BuiltFrom from) {
  private static final String TOPIC_ID = "journal_topic_id";
  private static final String FROM = "from";

  /** One of a journal that was there already. */
  public GenerationDocument(int generation, int journal, int fold, @Nullable String topicId) {
    this(generation, journal, fold, topicId, BuiltFrom.JOURNAL);
  }

  /** The {@code _id} of a generation: its number. */
  public static BsonDocument id(int generation) {
    return new BsonDocument("_id", new BsonInt32(generation));
  }

  /** The whole document. */
  public BsonDocument toBson() {
    BsonDocument document =
        id(generation)
            .append("journal", new BsonInt32(journal))
            .append("fold", new BsonInt32(fold));
    BsonMembers.putIfPresent(document, TOPIC_ID, topicId);
    return from == BuiltFrom.JOURNAL
        ? document
        : document.append(FROM, new BsonString(from.wireName()));
  }

  /** The filter of a generation that was created without a topic's id. */
  public static BsonDocument withoutTopic(int generation) {
    return id(generation).append(TOPIC_ID, BsonNull.VALUE);
  }

  /** The update that adds the id. */
  public static BsonDocument topic(String topicId) {
    return new BsonDocument("$set", new BsonDocument(TOPIC_ID, new BsonString(topicId)));
  }

  /** Reads what {@link #toBson} wrote; members that it does not know are left alone. */
  public static GenerationDocument read(BsonDocument document) {
    return new GenerationDocument(
        document.getNumber("_id").intValue(),
        document.getNumber("journal").intValue(),
        document.getNumber("fold").intValue(),
        BsonMembers.string(document, TOPIC_ID),
        document.containsKey(FROM)
            ? BuiltFrom.named(document.getString(FROM).getValue())
            : BuiltFrom.JOURNAL);
  }
}
