package io.sessionfold.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
  private static final int EIGHT_MIB = 8 * 1024 * 1024;

  @TempDir Path directory;

  @Test
  void what_was_acknowledged_is_there_after_a_restart() {
    String clusterId;
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.in(directory))) {
      clusterId = broker.clusterId();
      BrokerClient client = new BrokerClient(broker);
      client.createTopic("kept");
      client.send("kept", "first");
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.in(directory))) {
      BrokerClient client = new BrokerClient(broker);
      assertThat(broker.clusterId()).isEqualTo(clusterId).isEqualTo(client.clusterId());
      client.sendInTransaction("kept", "second");
      assertThat(client.readAll("kept", 2)).containsExactly("first", "second");
    }
  }

  @Test
  void what_was_acknowledged_is_there_after_a_kill(@TempDir Path copy) throws Exception {
    Path killed = copy.resolve("killed");
    String clusterId;
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.in(directory))) {
      clusterId = broker.clusterId();
      BrokerClient client = new BrokerClient(broker);
      client.createTopic("kept");
      client.sendInTransaction("kept", "first");
      // The files of a running broker are what a killed process leaves behind.
      Directories.copy(directory, killed);
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.in(killed))) {
      BrokerClient client = new BrokerClient(broker);
      assertThat(broker.clusterId()).isEqualTo(clusterId);
      client.sendInTransaction("kept", "second");
      assertThat(client.readAll("kept", 2)).containsExactly("first", "second");
    }
  }

  @Test
  void a_message_of_8_mib_fits_and_a_topic_is_never_created_by_use() {
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.in(directory))) {
      BrokerClient client = new BrokerClient(broker);
      client.createTopic("large");
      client.send("large", "x".repeat(EIGHT_MIB));
      assertThat(client.readAll("large", 1)).singleElement().asString().hasSize(EIGHT_MIB);
      assertThatThrownBy(() -> client.send("unknown", "x")).hasMessageContaining("unknown");
    }
  }

  @Test
  void a_second_broker_is_refused_the_directory_and_the_port() {
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.in(directory))) {
      assertThatThrownBy(() -> EmbeddedBroker.start(BrokerConfig.in(directory)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("this process uses it")
          .hasMessageContaining("choose another directory");
      int port = URI.create("kafka://" + broker.bootstrapServers()).getPort();
      Path other = directory.resolveSibling("other");
      assertThatThrownBy(() -> EmbeddedBroker.start(BrokerConfig.in(other).withPort(port)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("port is in use");
      assertThat(new BrokerClient(broker).clusterId()).isEqualTo(broker.clusterId());
    }
  }
}
