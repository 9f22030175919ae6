package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.embedded.BrokerConfig;
import io.sessionfold.embedded.EmbeddedBroker;
import io.sessionfold.embedded.EmbeddedMongo;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartingOrderIT {
  @TempDir private Path directory;

  @Test
  void sinks_started_before_their_stores_wait_say_so_and_begin_by_themselves() throws Exception {
    int port = freePort();
    Path data = directory.resolve("data");
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(BrokerConfig.in(directory.resolve("kafka")))) {
      List<String> place =
          List.of(
              "--bootstrap-servers",
              broker.bootstrapServers(),
              "--mongo-uri",
              "mongodb://127.0.0.1:%d/?serverSelectionTimeoutMS=500".formatted(port),
              "--data",
              data.toString());
      try (CommandProcess parts =
          CommandProcess.start(
              with(place, "run", "mongo-sink", "jsonl-sink"), directory.resolve("log"))) {
        parts.awaitSaid("waiting: mongo-sink: unavailable, MongoDB is not available");
        assertThat(Files.readString(parts.statusFile(data)))
            .contains("\"state\":\"unavailable\"", "MongoDB is not available");
        try (EmbeddedMongo mongo = EmbeddedMongo.start(directory.resolve("mongo"), port)) {
          assertThat(mongo.uri()).contains(":" + port);
          parts.awaitSaid("topic session-changes-1 does not exist: create it with `sessionfold");
          Answer topics = Answer.of(with(place, "topics", "ensure"));
          assertThat(topics.code()).as(topics.err()).isZero();
          parts.awaitSaid("ready\n");
          assertThat(parts.stop()).isZero();
        }
      }
    }
  }

  @Test
  void a_missing_topic_is_told_by_status_with_its_remedy() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.in(directory.resolve("kafka")));
        EmbeddedMongo mongo = EmbeddedMongo.inMemory()) {
      Answer status =
          Answer.of(
              "status",
              "--bootstrap-servers",
              broker.bootstrapServers(),
              "--mongo-uri",
              mongo.uri(),
              "--data",
              directory.toString());
      assertThat(status.code()).isEqualTo(1);
      assertThat(status.err()).contains("topic agent-messages", "sessionfold topics ensure");
    }
  }

  private static List<String> with(List<String> place, String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(place);
    return arguments;
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
