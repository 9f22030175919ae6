package io.sessionfold.projector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.WriteConcern;
import io.sessionfold.embedded.MongodBinary;
import io.sessionfold.sink.StoreUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mongod on its own: refused, or written with journaled writes where that is asked for. */
class StandaloneStoreIT extends MongoStoreContract {
  @TempDir static Path data;

  private static @Nullable Process mongod;
  private static int port;

  @BeforeAll
  static void start() throws IOException {
    Optional<Path> binary = MongodBinary.findForTests();
    Assumptions.assumeTrue(binary.isPresent(), "no mongod here; run scripts/fetch-mongod");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    mongod =
        new ProcessBuilder(
                binary.orElseThrow().toString(),
                "--dbpath",
                data.toString(),
                "--bind_ip",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--nounixsocket",
                "--wiredTigerCacheSizeGB",
                "0.25")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreException(StoreUnavailableException.class)
        .until(
            () -> {
              MongoConnection.open(address() + "/?serverSelectionTimeoutMS=500", true).close();
              return true;
            });
  }

  @AfterAll
  static void stop() {
    if (mongod != null) {
      mongod.destroyForcibly().onExit().join();
    }
  }

  private static String address() {
    return "mongodb://127.0.0.1:" + port;
  }

  @Test
  void it_is_refused_unless_journaled_writes_are_asked_for() {
    assertThatThrownBy(() -> MongoConnection.open(uri(), false))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageContaining("--replSet")
        .hasMessageContaining("ask for journaled writes");
  }

  @Test
  void its_writes_are_in_the_journal_before_they_are_acknowledged() {
    assertThat(database().getWriteConcern()).isEqualTo(WriteConcern.W1.withJournal(true));
  }

  @Override
  String uri() {
    return address();
  }

  @Override
  MongoServerKind kind() {
    return MongoServerKind.STANDALONE;
  }

  @Override
  void stopServer() {}
}
