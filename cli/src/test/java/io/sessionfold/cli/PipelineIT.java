package io.sessionfold.cli;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.sessionfold.embedded.BrokerConfig;
import io.sessionfold.embedded.EmbeddedBroker;
import io.sessionfold.embedded.MongodBinary;
import io.sessionfold.embedded.MongodConfig;
import io.sessionfold.embedded.MongodProcess;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pipeline on a broker in this JVM and a real mongod. */
class PipelineIT extends PipelineContract {
  private @Nullable EmbeddedBroker broker;
  private @Nullable MongodProcess mongod;

  @Override
  Servers start(Path directory) {
    Optional<Path> binary = MongodBinary.findForTests();
    assumeThat(binary).as("a mongod; scripts/fetch-mongod fetches one").isPresent();
    broker = EmbeddedBroker.start(BrokerConfig.in(directory.resolve("kafka")));
    mongod =
        MongodProcess.start(MongodConfig.in(directory.resolve("mongod"), binary.orElseThrow()));
    return new Servers(broker.bootstrapServers(), mongod.uri());
  }

  @Override
  void stop() {
    if (mongod != null) {
      mongod.close();
    }
    if (broker != null) {
      broker.close();
    }
  }
}
