package io.sessionfold.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMongoIT {
  @TempDir Path directory;

  @Test
  void what_was_acknowledged_is_there_after_a_restart() {
    try (EmbeddedMongo mongo = EmbeddedMongo.start(directory, 0)) {
      MongoTexts.insert(mongo.uri(), "first");
    }
    try (EmbeddedMongo mongo = EmbeddedMongo.start(directory, 0)) {
      MongoTexts.insert(mongo.uri(), "second");
      assertThat(MongoTexts.all(mongo.uri())).containsExactly("first", "second");
    }
  }

  @Test
  void memory_forgets() {
    try (EmbeddedMongo mongo = EmbeddedMongo.inMemory()) {
      MongoTexts.insert(mongo.uri(), "first");
      assertThat(MongoTexts.all(mongo.uri())).containsExactly("first");
    }
    try (EmbeddedMongo mongo = EmbeddedMongo.inMemory()) {
      assertThat(MongoTexts.all(mongo.uri())).isEmpty();
    }
  }

  @Test
  void a_second_one_is_refused_the_directory() {
    try (EmbeddedMongo mongo = EmbeddedMongo.start(directory, 0)) {
      assertThatThrownBy(() -> EmbeddedMongo.start(directory, 0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("this process uses it");
      MongoTexts.insert(mongo.uri(), "still here");
    }
  }

  @Test
  void a_document_replaced_many_times_does_not_grow_the_file_by_each() throws Exception {
    String large = "x".repeat(100_000);
    try (EmbeddedMongo mongo = EmbeddedMongo.start(directory, 0);
        MongoClient client = MongoClients.create(mongo.uri())) {
      for (int write = 0; write < 300; write++) {
        MongoTexts.replace(client, 1, new Document("text", large + write));
      }
      assertThat(Files.size(directory.resolve("mongo.mv"))).isLessThan(5_000_000);
    }
  }

  @Test
  void documents_whose_ids_are_documents_are_found_after_a_restart() {
    for (int start = 0; start < 3; start++) {
      try (EmbeddedMongo mongo = EmbeddedMongo.start(directory, 0);
          MongoClient client = MongoClients.create(mongo.uri())) {
        MongoCollection<Document> pages = client.getDatabase("test").getCollection("pages");
        for (int page = 0; page < 200; page++) {
          Document id = new Document("session", "s").append("page", page);
          pages.updateOne(
              new Document("_id", id),
              new Document("$set", new Document("start", start)),
              new UpdateOptions().upsert(true));
          assertThat(pages.find(new Document("_id", id)).first()).isNotNull();
        }
        assertThat(pages.countDocuments()).isEqualTo(200);
      }
    }
  }
}
