package io.sessionfold.store;

import io.sessionfold.sink.Watermark;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;

/**
 * A watermark in the collection {@link StoreNames#WATERMARKS}: how far a sink has got with one
 * partition of one generation. It only rises, whoever writes last: its fields are written by {@code
 * $max}.
 */
public record WatermarkDocument(int generation, String sink, int partition, Watermark watermark) {
  /** The {@code _id}; its member order is part of the format. */
  public static BsonDocument id(int generation, String sink, int partition) {
    return new BsonDocument("generation", new BsonInt32(generation))
        .append("sink", new BsonString(sink))
        .append("partition", new BsonInt32(partition));
  }

  /** The {@code _id} of this one. */
  public BsonDocument id() {
    return id(generation, sink, partition);
  }

  /** The update that raises the stored watermark to this one and never lowers it. */
  public BsonDocument raise() {
    return new BsonDocument(
        "$max",
        new BsonDocument("journal", new BsonInt64(watermark.journal()))
            .append("messages", new BsonInt64(watermark.messages()))
            .append("metadata", new BsonInt64(watermark.metadata())));
  }

  /** Reads a stored document. */
  public static WatermarkDocument read(BsonDocument document) {
    BsonDocument id = document.getDocument("_id");
    return new WatermarkDocument(
        id.getNumber("generation").intValue(),
        id.getString("sink").getValue(),
        id.getNumber("partition").intValue(),
        new Watermark(
            document.getNumber("journal").longValue(),
            document.getNumber("messages").longValue(),
            document.getNumber("metadata").longValue()));
  }
}
