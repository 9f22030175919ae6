package io.sessionfold.embedded;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** Texts in a collection of a Mongo under test. */
final class MongoTexts {
  private MongoTexts() {}

  static void insert(String uri, String text) {
    try (MongoClient client = MongoClients.create(uri)) {
      collection(client).insertOne(new Document("text", text));
    }
  }

  /** Replaces the document of that id, or inserts it. */
  static void replace(MongoClient client, int id, Document document) {
    collection(client)
        .replaceOne(Filters.eq("_id", id), document, new ReplaceOptions().upsert(true));
  }

  static List<String> all(String uri) {
    List<String> texts = new ArrayList<>();
    try (MongoClient client = MongoClients.create(uri)) {
      collection(client).find().map(found -> found.getString("text")).into(texts);
    }
    return texts;
  }

  private static MongoCollection<Document> collection(MongoClient client) {
    return client
        .getDatabase("test")
        .getCollection("texts")
        .withWriteConcern(WriteConcern.MAJORITY);
  }
}
