package io.sessionfold.testkit;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.ReplaceOptions;
import io.sessionfold.embedded.MongodBinary;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.StoreNames;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives each test a Mongo, shared by all tests of this JVM, and a database on it that is the test's
 * own and is dropped after it:
 *
 * <pre>{@code
 * @RegisterExtension final Mongos mongo = Mongos.on(MongoBackend.REAL);
 *
 * connect(mongo.uri(), mongo.database());
 * }</pre>
 *
 * <p>A test of a backend that this machine does not have is aborted, and says so; where the
 * environment promises the backend ({@link MongodBinary#REQUIRED_VARIABLE}), it fails.
 */
public final class Mongos implements BeforeEachCallback, AfterEachCallback {
  private final MongoBackend backend;
  private String uri = "";
  private String database = "";

  private Mongos(MongoBackend backend) {
    this.backend = backend;
  }

  /** The Mongo of that kind. */
  public static Mongos on(MongoBackend backend) {
    return new Mongos(backend);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    Assumptions.assumeTrue(
        backend.isAvailable(),
        () ->
            "no %s mongod here; run scripts/fetch-mongod, or set %s"
                .formatted(backend, MongodBinary.VARIABLE));
    uri = backend.start(context);
    database = "test_" + UniqueNames.suffix();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (!database.isEmpty()) {
      try (MongoClient client = MongoClients.create(uri)) {
        client.getDatabase(database).drop();
      }
    }
  }

  /** Which kind it is, for the few differences that a suite declares. */
  public MongoBackend backend() {
    return backend;
  }

  /** The connection string for a driver; it names no database. */
  public String uri() {
    return started(uri);
  }

  /** Makes a journal the active one of the test's own database, by generation 1. */
  public void activate(int journal) {
    BsonDocument pointer = new ActivePointer(1, 1, journal, null).toBson();
    try (MongoClient client = MongoClients.create(uri())) {
      client
          .getDatabase(database())
          .getCollection(StoreNames.GENERATIONS, BsonDocument.class)
          .replaceOne(
              new BsonDocument("_id", pointer.get("_id")),
              pointer,
              new ReplaceOptions().upsert(true));
    }
  }

  /** The name of the test's own database. */
  public String database() {
    return started(database);
  }

  private static String started(String value) {
    if (value.isEmpty()) {
      throw new IllegalStateException(
          "Mongos is used before a test. Register it: @RegisterExtension final Mongos mongo = Mongos.on(MongoBackend.REAL);");
    }
    return value;
  }
}
