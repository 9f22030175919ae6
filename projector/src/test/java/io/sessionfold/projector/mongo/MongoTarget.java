package io.sessionfold.projector.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.sessionfold.document.DocumentIds;
import io.sessionfold.document.PageDocument;
import io.sessionfold.document.SessionDocument;
import io.sessionfold.document.StoredPage;
import io.sessionfold.document.StoredSession;
import io.sessionfold.event.SessionKey;
import io.sessionfold.projector.store.MongoConnection;
import io.sessionfold.session.Session;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.store.StoreNames;
import io.sessionfold.testkit.Mongos;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/** One generation in the database of a test: its sinks, and what they have written. */
final class MongoTarget implements AutoCloseable {
  static final int GENERATION = 3;

  private final Mongos mongo;
  private @Nullable MongoConnection connection;

  MongoTarget(Mongos mongo) {
    this.mongo = mongo;
  }

  MongoDatabase database() {
    if (connection == null) {
      connection = MongoConnection.open(mongo.uri(), false);
    }
    return connection.database(mongo.database());
  }

  MongoCollection<BsonDocument> sessions() {
    return database().getCollection(StoreNames.sessions(GENERATION), BsonDocument.class);
  }

  MongoCollection<BsonDocument> pages() {
    return database().getCollection(StoreNames.sessionPages(GENERATION), BsonDocument.class);
  }

  SessionSink open() {
    return MongoSink.open(database(), GENERATION, List.of("plain", "a.b"));
  }

  Session read(SessionKey session) {
    BsonDocument document =
        sessions().find(new BsonDocument("_id", new BsonString(DocumentIds.of(session)))).first();
    if (document == null) {
      return Session.before(session);
    }
    StoredSession head = SessionDocument.read(document);
    List<StoredPage> below = new ArrayList<>();
    for (long page = 0; page < head.page(); page++) {
      BsonDocument stored =
          pages().find(new BsonDocument("_id", DocumentIds.page(session, page))).first();
      if (stored == null) {
        throw new AssertionError("page " + page + " is missing");
      }
      below.add(PageDocument.read(stored));
    }
    return head.with(below);
  }

  /** Everything that is stored, as text. */
  String dump() {
    StringBuilder out = new StringBuilder();
    sessions().find().forEach(document -> out.append(document.toJson()));
    pages().find().forEach(document -> out.append(document.toJson()));
    return out.toString();
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.close();
    }
  }
}
