package io.sessionfold.query;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.BsonDocument;

/**
 * The database that is read. Whatever the URI says, reads are majority reads from the primary: a
 * watermark that was read there vouches for documents that are read there. Every call ends within
 * the timeout of the settings.
 */
final class MongoStore implements AutoCloseable {
  private final MongoClient client;
  private final MongoDatabase database;
  private final String where;

  private MongoStore(MongoClient client, MongoDatabase database, String where) {
    this.client = client;
    this.database = database;
    this.where = where;
  }

  static MongoStore open(ReaderSettings settings) {
    ConnectionString address = new ConnectionString(settings.mongoUri());
    MongoClient client =
        MongoClients.create(
            MongoClientSettings.builder()
                .applicationName("sessionfold-query")
                .applyConnectionString(address)
                .timeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .readConcern(ReadConcern.MAJORITY)
                .readPreference(ReadPreference.primary())
                .build());
    return new MongoStore(
        client, client.getDatabase(settings.database()), String.valueOf(address.getHosts()));
  }

  MongoCollection<BsonDocument> collection(String name) {
    return database.getCollection(name, BsonDocument.class);
  }

  /**
   * Makes a call.
   *
   * @param doing completes "MongoDB does not answer for …"
   */
  <T> T call(String doing, Supplier<T> call) {
    try {
      return call.get();
    } catch (MongoException e) {
      throw new ReadUnavailableException(
          "MongoDB at "
              + where
              + " does not answer for "
              + doing
              + " ("
              + e.getClass().getSimpleName()
              + "): check that it runs, can be reached, has a primary, and lets this user read"
              + " database "
              + database.getName(),
          e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
