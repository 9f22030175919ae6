package io.sessionfold.projector.store;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.mongodb.MongoMetricsCommandListener;
import io.micrometer.core.instrument.binder.mongodb.MongoMetricsConnectionPoolListener;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/**
 * A client for writing projections. Whatever the URI says, writes are acknowledged by a majority
 * (or by the journal of the one mongod, where that was asked for) and reads are majority reads from
 * the primary; its time-outs, addresses, credentials and the rest are kept.
 *
 * <p>Thread-safe. It never waits for ever: a call that cannot be made fails within the time-outs.
 */
public final class MongoConnection implements AutoCloseable {
  private static final int SELECTION_SECONDS = 5;
  private static final int SOCKET_SECONDS = 30;
  private static final long MAJORITY_SECONDS = 10;
  private static final String NAME = "sessionfold";

  private final MongoClient client;
  private final MongoServerKind kind;

  private MongoConnection(MongoClient client, MongoServerKind kind) {
    this.client = client;
    this.kind = kind;
  }

  /**
   * Connects, and asks the server what it is.
   *
   * @param uri {@code mongodb://} or {@code mongodb+srv://}
   * @param journaledWrites whether a standalone mongod may be written to, with {@code w: 1, j:
   *     true}
   * @throws StoreRefusedException if it is a standalone mongod and that was not asked for
   * @throws io.sessionfold.sink.StoreUnavailableException if nobody answers
   * @throws IllegalArgumentException if it is not a URI for MongoDB
   */
  public static MongoConnection open(String uri, boolean journaledWrites) {
    return open(uri, journaledWrites, builder -> {});
  }

  /**
   * As {@link #open(String, boolean)}, with meters of its commands and its pool, by command and
   * collection, never by what they carry. They cost some ten microseconds a command, and a command
   * carries a whole batch.
   */
  public static MongoConnection open(String uri, boolean journaledWrites, MeterRegistry registry) {
    return open(uri, journaledWrites, builder -> measure(builder, registry));
  }

  private static void measure(MongoClientSettings.Builder builder, MeterRegistry registry) {
    builder
        .addCommandListener(new MongoMetricsCommandListener(registry))
        .applyToConnectionPoolSettings(
            pool ->
                pool.addConnectionPoolListener(new MongoMetricsConnectionPoolListener(registry)));
  }

  private static MongoConnection open(
      String uri, boolean journaledWrites, Consumer<MongoClientSettings.Builder> more) {
    ConnectionString address = new ConnectionString(uri);
    MongoServerKind kind = probe(address);
    if (kind == MongoServerKind.STANDALONE && !journaledWrites) {
      throw new StoreRefusedException(
          "MongoDB at "
              + address.getHosts()
              + " is a standalone mongod, where an acknowledged write can be lost: start it with"
              + " --replSet and initiate the set (one member is enough), or ask for journaled"
              + " writes");
    }
    WriteConcern concern =
        kind == MongoServerKind.STANDALONE
            ? WriteConcern.W1.withJournal(true)
            : WriteConcern.MAJORITY.withWTimeout(MAJORITY_SECONDS, TimeUnit.SECONDS);
    MongoClientSettings.Builder settings = settings(address, concern);
    more.accept(settings);
    return new MongoConnection(MongoClients.create(settings.build()), kind);
  }

  private static MongoServerKind probe(ConnectionString address) {
    try (MongoClient client = MongoClients.create(settings(address, WriteConcern.W1).build())) {
      MongoDatabase admin = client.getDatabase("admin");
      return MongoFailures.call(
          "asking " + address.getHosts() + " what it is",
          () -> MongoServerKind.of(ask(admin, "isMaster"), ask(admin, "buildInfo")));
    }
  }

  private static BsonDocument ask(MongoDatabase admin, String command) {
    return admin.runCommand(new BsonDocument(command, new BsonInt32(1)), BsonDocument.class);
  }

  /**
   * Time-outs stand first, so that those of the URI replace them; the concerns stand last.
   *
   * <p>The driver does not retry writes: every write here is fenced and repeated by the sink's
   * loop, and a retryable one costs the server a second write, the record of its number, each time.
   */
  private static MongoClientSettings.Builder settings(
      ConnectionString address, WriteConcern concern) {
    return MongoClientSettings.builder()
        .applicationName(NAME)
        .applyToClusterSettings(c -> c.serverSelectionTimeout(SELECTION_SECONDS, TimeUnit.SECONDS))
        .applyToSocketSettings(
            s ->
                s.connectTimeout(SELECTION_SECONDS, TimeUnit.SECONDS)
                    .readTimeout(SOCKET_SECONDS, TimeUnit.SECONDS))
        .applyConnectionString(address)
        .writeConcern(concern)
        .readConcern(ReadConcern.MAJORITY)
        .readPreference(ReadPreference.primary())
        .retryWrites(false);
  }

  /** A database; its collections inherit the concerns. */
  public MongoDatabase database(String name) {
    return client.getDatabase(name);
  }

  /** The client itself, for metrics and health. */
  public MongoClient client() {
    return client;
  }

  /**
   * Whether there is a server to write to, as the driver's own look at the servers every few
   * seconds found it. Asks nobody.
   */
  public boolean hasPrimary() {
    return client.getClusterDescription().getServerDescriptions().stream()
        .anyMatch(server -> server.isPrimary() || server.isStandAlone() || server.isShardRouter());
  }

  /** What answers. */
  public MongoServerKind kind() {
    return kind;
  }

  /** Closes every connection. */
  @Override
  public void close() {
    client.close();
  }
}
