package io.sessionfold.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MongodProcessIT {
  @TempDir Path directory;
  private Path binary = Path.of("mongod");

  @BeforeEach
  void a_mongod_is_at_hand() {
    Optional<Path> found = MongodBinary.findForTests();
    assumeThat(found).as("a mongod; scripts/fetch-mongod fetches one").isPresent();
    binary = found.orElseThrow();
  }

  @Test
  void what_was_acknowledged_is_there_on_another_port() {
    String firstUri;
    try (MongodProcess mongod = MongodProcess.start(MongodConfig.in(directory, binary))) {
      firstUri = mongod.uri();
      MongoTexts.insert(mongod.uri(), "first");
    }
    try (MongodProcess mongod = MongodProcess.start(MongodConfig.in(directory, binary))) {
      assertThat(mongod.uri()).isNotEqualTo(firstUri);
      MongoTexts.insert(mongod.uri(), "second");
      assertThat(MongoTexts.all(mongod.uri())).containsExactly("first", "second");
    }
  }

  @Test
  void close_ends_the_process() {
    MongodProcess mongod = MongodProcess.start(MongodConfig.in(directory, binary));
    ProcessHandle process = ProcessHandle.of(mongod.pid()).orElseThrow();
    assertThat(process.isAlive()).isTrue();
    mongod.close();
    assertThat(process.isAlive()).isFalse();
    assertThat(directory.resolve("mongod.lock")).isEmptyFile();
  }

  @Test
  void a_mongod_left_behind_is_stopped_first() throws Exception {
    int port = Loopback.choose(0, "The mongod left behind");
    Process leftBehind =
        new ProcessBuilder(
                binary.toString(),
                "--dbpath",
                directory.toString(),
                "--logpath",
                directory.resolve("left-behind.log").toString(),
                "--bind_ip",
                Loopback.HOST,
                "--port",
                Integer.toString(port))
            .start();
    // Stopped while it makes its first files, it would leave what no mongod starts on.
    await().atMost(Duration.ofSeconds(60)).until(() -> Loopback.accepts(port));
    try (MongodProcess mongod = MongodProcess.start(MongodConfig.in(directory, binary))) {
      assertThat(leftBehind.isAlive()).isFalse();
      MongoTexts.insert(mongod.uri(), "first");
    } finally {
      leftBehind.destroyForcibly();
    }
  }

  @Test
  void a_mongod_that_cannot_start_shows_why() throws Exception {
    Files.writeString(directory.resolve("storage.bson"), "damaged");
    assertThatThrownBy(() -> MongodProcess.start(MongodConfig.in(directory, binary)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ended with code")
        .hasMessageContaining("Unable to read the storage engine metadata file");
    DirectoryLock.acquire(directory, "The next").close();
  }
}
