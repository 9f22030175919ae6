package io.sessionfold.cli;

import io.sessionfold.embedded.BrokerConfig;
import io.sessionfold.embedded.EmbeddedBroker;
import io.sessionfold.embedded.EmbeddedMongo;
import io.sessionfold.embedded.MongodBinary;
import io.sessionfold.embedded.MongodConfig;
import io.sessionfold.embedded.MongodProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Kafka and MongoDB for {@code up}: a broker in this JVM, and the MongoDB that is named, else a
 * mongod that is installed, else an emulator; all on the data directory.
 */
final class Infrastructure implements AutoCloseable {
  private static final int KAFKA_PORT = 9092;
  private static final int MONGO_PORT = 27017;

  private final EmbeddedBroker broker;
  private final String mongoUri;
  private final String mongoKind;
  private final Runnable stopMongo;

  private Infrastructure(
      EmbeddedBroker broker, String mongoUri, String mongoKind, Runnable stopMongo) {
    this.broker = broker;
    this.mongoUri = mongoUri;
    this.mongoKind = mongoKind;
    this.stopMongo = stopMongo;
  }

  /**
   * Starts what is needed, saying what takes its time.
   *
   * @param mongoUri a MongoDB that is there; {@code null}: start one
   */
  static Infrastructure start(Console console, Path data, @Nullable String mongoUri) {
    console.say("starting Kafka ...");
    EmbeddedBroker broker =
        EmbeddedBroker.start(
            BrokerConfig.in(data.resolve("kafka")).withPort(preferred(KAFKA_PORT)));
    try {
      return withMongo(console, broker, data, mongoUri);
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  private static Infrastructure withMongo(
      Console console, EmbeddedBroker broker, Path data, @Nullable String mongoUri) {
    if (mongoUri != null) {
      return new Infrastructure(broker, mongoUri, "as given", () -> {});
    }
    console.say("starting MongoDB ...");
    Optional<Path> binary = MongodBinary.find();
    if (binary.isPresent()) {
      MongodProcess mongod =
          MongodProcess.start(
              MongodConfig.in(data.resolve("mongod"), binary.get())
                  .withPort(preferred(MONGO_PORT)));
      return new Infrastructure(broker, mongod.uri(), "mongod " + binary.get(), mongod::close);
    }
    EmbeddedMongo emulator =
        EmbeddedMongo.start(data.resolve("mongo-emulator"), preferred(MONGO_PORT));
    return new Infrastructure(
        broker, emulator.uri(), "an emulator; for a real one install mongod", emulator::close);
  }

  /** The usual port where it is free, so that other tools find it; else any. */
  private static int preferred(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      return 0;
    }
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  String mongoUri() {
    return mongoUri;
  }

  /** What kind of MongoDB it is, for people. */
  String mongoKind() {
    return mongoKind;
  }

  @Override
  public void close() {
    try {
      stopMongo.run();
    } finally {
      broker.close();
    }
  }
}
