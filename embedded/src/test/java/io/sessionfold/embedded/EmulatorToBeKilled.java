package io.sessionfold.embedded;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Path;
import org.bson.Document;

/**
 * A JVM that replaces large documents in an emulator, and says so each time, until it is killed.
 */
final class EmulatorToBeKilled {
  static final int DOCUMENTS = 7;
  private static final String FILLING = "x".repeat(20_000);

  private EmulatorToBeKilled() {}

  /** Takes the data directory. Prints n when the nth write is acknowledged. */
  public static void main(String[] args) {
    EmbeddedMongo mongo = EmbeddedMongo.start(Path.of(args[0]), 0);
    try (MongoClient client = MongoClients.create(mongo.uri())) {
      for (int write = 1; ; write++) {
        Document document = new Document("text", Integer.toString(write)).append("more", FILLING);
        MongoTexts.replace(client, write % DOCUMENTS, document);
        System.out.println(write);
      }
    }
  }
}
