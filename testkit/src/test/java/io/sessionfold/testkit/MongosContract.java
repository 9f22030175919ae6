package io.sessionfold.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import org.bson.Document;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

abstract class MongosContract {
  @RegisterExtension final Mongos mongo;

  MongosContract(MongoBackend backend) {
    mongo = Mongos.on(backend);
  }

  @RepeatedTest(2)
  void each_test_has_an_empty_database_of_its_own() {
    try (MongoClient client = MongoClients.create(mongo.uri())) {
      assertThat(client.listDatabaseNames())
          .noneMatch(name -> name.startsWith("test_"))
          .doesNotContain(mongo.database());
      client.getDatabase(mongo.database()).getCollection("any").insertOne(new Document());
      assertThat(client.listDatabaseNames()).contains(mongo.database());
    }
  }
}
