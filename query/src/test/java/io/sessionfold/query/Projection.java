package io.sessionfold.query;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import io.sessionfold.projector.mongo.MongoSink;
import io.sessionfold.projector.store.MongoConnection;
import io.sessionfold.projector.store.MongoQuarantine;
import io.sessionfold.projector.store.MongoWatermarks;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.Watermark;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.QuarantineMark;
import io.sessionfold.store.StoreNames;
import io.sessionfold.testkit.EventLog;
import io.sessionfold.testkit.Journal;
import io.sessionfold.testkit.Mongos;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** Documents as the real sink writes them, in the database of a test. */
final class Projection implements AutoCloseable {
  /** The metadata keys that are indexed and may be filtered by. */
  static final List<String> KEYS = List.of("topic", "a.b", "$where", "", "%");

  private final Mongos mongo;
  private final MongoConnection connection;
  private final int generation;
  private final MongoSink sink;

  Projection(Mongos mongo, int generation) {
    this.mongo = mongo;
    this.generation = generation;
    connection = MongoConnection.open(mongo.uri(), false);
    sink = MongoSink.open(database(), generation, KEYS);
  }

  MongoDatabase database() {
    return connection.database(mongo.database());
  }

  ReaderSettings settings() {
    return ReaderSettings.of(mongo.uri(), mongo.database()).withMetadataKeys(Set.copyOf(KEYS));
  }

  /** Writes a whole journal, in batches as they come. */
  Projection write(Journal journal) {
    journal.batches(50).forEach(this::write);
    return this;
  }

  void write(ChangeBatch batch) {
    if (!sink.write(batch).refused().isEmpty()) {
      throw new AssertionError("the sink refused a session");
    }
  }

  /** Raises the watermark of the testkit's partition. */
  Projection raise(long journal, long messages, long metadata) {
    new MongoWatermarks(database())
        .raise(
            generation,
            sink.name(),
            Map.of(EventLog.PARTITION, new Watermark(journal, messages, metadata)));
    return this;
  }

  void mark(QuarantineMark mark) {
    new MongoQuarantine(database()).mark(List.of(mark));
  }

  /** Makes this generation, with that journal, the active one. */
  Projection activate(int journal) {
    return activate(journal, null);
  }

  /** The same, with the files that a sink writes below the root of that id. */
  Projection activate(int journal, @Nullable String rootId) {
    ActivePointer pointer = new ActivePointer(generation, 1, journal, rootId);
    BsonDocument id = new BsonDocument("_id", pointer.toBson().get("_id"));
    database()
        .getCollection(StoreNames.GENERATIONS, BsonDocument.class)
        .replaceOne(id, pointer.toBson(), new ReplaceOptions().upsert(true));
    return this;
  }

  @Override
  public void close() {
    sink.close();
    connection.close();
  }
}
