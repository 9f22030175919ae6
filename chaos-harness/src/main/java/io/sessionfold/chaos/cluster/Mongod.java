package io.sessionfold.chaos.cluster;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.sessionfold.embedded.MongodConfig;
import io.sessionfold.embedded.MongodProcess;
import java.nio.file.Path;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.jspecify.annotations.Nullable;

/** A mongod, the primary of a replica set of one. */
public final class Mongod implements Victim {
  private final MongodConfig config;
  private @Nullable MongodProcess process;

  Mongod(Path binary, Path directory, int port) {
    this.config = MongodConfig.in(directory, binary).withPort(port);
  }

  @Override
  public String name() {
    return "mongod";
  }

  @Override
  public synchronized void start() {
    if (process == null) {
      process = MongodProcess.start(config);
    }
  }

  @Override
  public synchronized void kill() {
    if (process != null) {
      ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
      process.close();
      process = null;
    }
  }

  @Override
  public synchronized void freeze() {
    if (process != null) {
      Signals.send("STOP", process.pid());
    }
  }

  @Override
  public synchronized void thaw() {
    if (process != null) {
      Signals.send("CONT", process.pid());
    }
  }

  @Override
  public synchronized boolean isAlive() {
    return process != null;
  }

  /**
   * Lets it be no primary for some seconds; writes under way have an unknown outcome. Answers true.
   */
  public boolean stepDown(int seconds) {
    try (MongoClient client = MongoClients.create(uri())) {
      client
          .getDatabase("admin")
          .runCommand(
              new BsonDocument("replSetStepDown", new BsonInt32(seconds))
                  .append("force", BsonBoolean.TRUE));
    } catch (MongoException e) {
      // It closes connections when it steps down, that of the command sometimes among them.
    }
    return true;
  }

  /** The connection string, with time-outs short enough to meet outages in a test. */
  public String uri() {
    return "mongodb://127.0.0.1:"
        + config.port()
        + "/?replicaSet=rs0&serverSelectionTimeoutMS=2000&connectTimeoutMS=2000"
        + "&socketTimeoutMS=2000";
  }

  synchronized void close() {
    if (process != null) {
      thaw();
      process.close();
      process = null;
    }
  }
}
