package io.sessionfold.cli;

import io.sessionfold.embedded.BrokerConfig;
import io.sessionfold.embedded.EmbeddedBroker;
import io.sessionfold.embedded.EmbeddedMongo;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The pipeline on a broker in this JVM and the emulator, as {@code up} without a mongod. */
class PipelineEmulatorIT extends PipelineContract {
  private @Nullable EmbeddedBroker broker;
  private @Nullable EmbeddedMongo mongo;

  @Override
  Servers start(Path directory) {
    broker = EmbeddedBroker.start(BrokerConfig.in(directory.resolve("kafka")));
    mongo = EmbeddedMongo.inMemory();
    return new Servers(broker.bootstrapServers(), mongo.uri());
  }

  @Override
  void stop() {
    if (mongo != null) {
      mongo.close();
    }
    if (broker != null) {
      broker.close();
    }
  }
}
