package io.sessionfold.projector.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.store.StoreNames;
import io.sessionfold.testkit.MongoBackend;
import io.sessionfold.testkit.Mongos;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MongodStoreIT extends MongoStoreContract {
  @RegisterExtension final Mongos mongo = Mongos.on(MongoBackend.REAL);

  @Override
  String uri() {
    return mongo.uri();
  }

  @Override
  MongoServerKind kind() {
    return MongoServerKind.REPLICATED;
  }

  @Override
  void stopServer() {}

  @Test
  void the_view_shows_the_active_generation_and_follows_it() {
    insert(StoreNames.sessions(1), "one");
    insert(StoreNames.sessions(2), "two");
    for (int generation : new int[] {1, 1, 2, 1}) {
      SessionsView.show(connection(), database().getName(), generation);
      assertThat(database().getCollection(StoreNames.SESSIONS_VIEW, BsonDocument.class).find())
          .extracting(document -> document.getString("_id").getValue())
          .containsExactly(generation == 1 ? "one" : "two");
    }
  }

  @Test
  void a_collection_in_the_place_of_the_view_stays_and_stops_nothing() {
    insert(StoreNames.SESSIONS_VIEW, "mine");
    SessionsView.show(connection(), database().getName(), 1);
    assertThat(database().getCollection(StoreNames.SESSIONS_VIEW, BsonDocument.class).find())
        .hasSize(1);
  }

  private void insert(String collection, String id) {
    database()
        .getCollection(collection, BsonDocument.class)
        .insertOne(new BsonDocument("_id", new BsonString(id)));
  }
}
