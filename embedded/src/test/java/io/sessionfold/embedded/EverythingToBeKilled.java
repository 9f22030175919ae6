package io.sessionfold.embedded;

import java.nio.file.Path;

/** A JVM that writes one text to a broker, an emulator and a mongod, and waits to be killed. */
final class EverythingToBeKilled {
  static final String READY = "ready ";

  private EverythingToBeKilled() {}

  /** Takes the data directory and the mongod to run. */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    EmbeddedMongo mongo = EmbeddedMongo.start(directory.resolve("emulator"), 0);
    MongoTexts.insert(mongo.uri(), "first");
    MongodProcess mongod =
        MongodProcess.start(MongodConfig.in(directory.resolve("mongod"), Path.of(args[1])));
    MongoTexts.insert(mongod.uri(), "first");
    EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.in(directory.resolve("broker")));
    BrokerClient client = new BrokerClient(broker);
    client.createTopic("kept");
    client.send("kept", "first");
    System.out.println(READY + mongod.pid());
    System.in.read();
  }
}
