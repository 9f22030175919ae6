package io.sessionfold.embedded;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.connection.ClusterConnectionMode;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;

/** Makes one mongod the primary of a replica set that has no other member. */
final class ReplicaSet implements AutoCloseable {
  static final String NAME = "rs0";

  private static final int NOT_YET_INITIALIZED = 94;

  /** A set that is being configured, or was in the meantime: ask again. */
  private static final Set<Integer> UNDER_WAY = Set.of(23, 103, 109, 10107, 11600, 13435, 13436);

  private final MongoClient client;
  private final MongoDatabase admin;
  private final String member;

  ReplicaSet(int port) {
    this.member = Loopback.HOST + ":" + port;
    this.client =
        MongoClients.create(
            MongoClientSettings.builder()
                .applyToClusterSettings(
                    cluster ->
                        cluster
                            .hosts(List.of(new ServerAddress(Loopback.HOST, port)))
                            .mode(ClusterConnectionMode.SINGLE)
                            .serverSelectionTimeout(5, TimeUnit.SECONDS))
                .build());
    this.admin = client.getDatabase("admin");
  }

  /**
   * One step towards being the primary: initiates a new set, and gives a set from an earlier run
   * this run's port. Repeat until it answers true.
   */
  boolean becomePrimary() {
    try {
      if (isPrimary()) {
        return true;
      }
      BsonDocument config = run(command("replSetGetConfig")).getDocument("config");
      if (!members(config).contains(member)) {
        run(
            command("replSetReconfig", moved(config))
                .append("force", BsonBoolean.TRUE)); // There is no primary that could be asked.
      }
    } catch (MongoCommandException e) {
      if (e.getErrorCode() == NOT_YET_INITIALIZED) {
        initiate();
      } else if (!UNDER_WAY.contains(e.getErrorCode())) {
        throw e;
      }
    } catch (MongoSocketException | MongoTimeoutException e) {
      // A member that changes its state closes its connections.
      return false;
    }
    return false;
  }

  private boolean isPrimary() {
    BsonDocument hello = run(command("hello"));
    return hello.getBoolean("isWritablePrimary", BsonBoolean.FALSE).getValue()
        && hello.getString("me", new BsonString("")).getValue().equals(member);
  }

  private void initiate() {
    BsonDocument only =
        new BsonDocument("_id", new BsonInt32(0)).append("host", new BsonString(member));
    BsonDocument config =
        new BsonDocument("_id", new BsonString(NAME))
            .append("members", new BsonArray(List.of(only)));
    try {
      run(command("replSetInitiate", config));
    } catch (MongoCommandException e) {
      if (!UNDER_WAY.contains(e.getErrorCode())) {
        throw e;
      }
    }
  }

  private BsonDocument moved(BsonDocument config) {
    BsonDocument moved = config.clone();
    moved.getArray("members").get(0).asDocument().append("host", new BsonString(member));
    long version = config.getNumber("version").longValue();
    return moved.append("version", new BsonInt64(version + 1));
  }

  private static List<String> members(BsonDocument config) {
    return config.getArray("members").stream()
        .map(each -> each.asDocument().getString("host").getValue())
        .toList();
  }

  private BsonDocument run(BsonDocument command) {
    return admin.runCommand(command, BsonDocument.class);
  }

  private static BsonDocument command(String name) {
    return new BsonDocument(name, new BsonInt32(1));
  }

  private static BsonDocument command(String name, BsonDocument value) {
    return new BsonDocument(name, value);
  }

  @Override
  public void close() {
    client.close();
  }
}
