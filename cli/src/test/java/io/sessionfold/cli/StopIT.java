package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.sessionfold.embedded.BrokerConfig;
import io.sessionfold.embedded.EmbeddedBroker;
import io.sessionfold.embedded.MongodBinary;
import io.sessionfold.embedded.MongodConfig;
import io.sessionfold.embedded.MongodProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM to a process with all parts, under load, with its stores there and away. */
class StopIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration STOP = Duration.ofSeconds(12);

  /** What is away is waited for to the end, however long that is. */
  private static final Duration STOP_IN_OUTAGE = Duration.ofSeconds(5);

  /** A busy machine may take so long to notice that a process has ended. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  @TempDir private Path directory;

  private EmbeddedBroker broker;
  private MongodProcess mongod;
  private Load load;

  @BeforeEach
  void start() throws IOException {
    Optional<Path> binary = MongodBinary.findForTests();
    assumeThat(binary).as("a mongod; scripts/fetch-mongod fetches one").isPresent();
    broker = EmbeddedBroker.start(BrokerConfig.in(directory.resolve("kafka")));
    mongod =
        MongodProcess.start(MongodConfig.in(directory.resolve("mongod"), binary.orElseThrow()));
    stopsWithin(STOP);
    Answer topics = Answer.of(command("topics", "ensure"));
    assertThat(topics.code()).as(topics.err()).isZero();
    load = Load.start(broker.bootstrapServers());
  }

  @AfterEach
  void stop() throws Exception {
    if (mongod != null) {
      load.close();
      signal("CONT", mongod.pid());
      mongod.close();
      broker.close();
    }
  }

  @Test
  void under_load_it_ends_in_time_with_everything_released_and_nothing_is_read_again()
      throws Exception {
    try (CommandProcess parts = parts("first")) {
      Probe probe = awaitBusy(parts);
      assertThat(probe.code("/livez")).isEqualTo(200);
      assertThat(secondsToStop(parts)).isLessThan(STOP.toSeconds());
      assertThat(parts.exitCode()).as(parts.said()).isZero();
    }
    assertThat(lockFiles()).isNotEmpty().allMatch("clean\n"::equals);
    load.close();
    try (CommandProcess parts = parts("second")) {
      parts.awaitSaid("ready\n");
      Probe probe = Probe.of(parts.statusFile(data()));
      await().atMost(PATIENCE).until(() -> probe.body("/readyz").contains("\"ready\":true"));
      await().atMost(PATIENCE).until(() -> probe.sum("sessionfold_part_lag{") == 0);
      assertThat(probe.sum("sessionfold_sink_changes_total{generation=\"1\",result=\"skipped\""))
          .as("changes that the stores had already")
          .isZero();
      assertThat(probe.sum("sessionfold_projector_skipped_total")).isZero();
      assertThat(parts.stop()).isZero();
    }
  }

  @Test
  void a_mongod_that_stands_still_makes_it_not_ready_and_alive_and_it_ends_in_time()
      throws Exception {
    stopsWithin(STOP_IN_OUTAGE);
    try (CommandProcess parts = parts("log")) {
      Probe probe = awaitBusy(parts);
      signal("STOP", mongod.pid());
      await().atMost(PATIENCE).until(() -> probe.code("/readyz") == 503);
      assertThat(probe.code("/livez")).isEqualTo(200);
      assertThat(probe.body("/readyz")).containsAnyOf("MongoDB", "store");
      assertThat(secondsToStop(parts)).isLessThan(STOP_IN_OUTAGE.plus(SLACK).toSeconds());
    }
  }

  @Test
  void brokers_that_are_away_make_it_not_ready_and_alive_and_it_ends_in_time() throws Exception {
    stopsWithin(STOP_IN_OUTAGE);
    try (CommandProcess parts = parts("log")) {
      Probe probe = awaitBusy(parts);
      load.close();
      broker.close();
      await().atMost(PATIENCE).until(() -> probe.code("/readyz") == 503);
      await()
          .atMost(PATIENCE)
          .until(() -> probe.body("/readyz").split("Kafka does not answer", -1).length > 2);
      assertThat(probe.code("/livez")).isEqualTo(200);
      assertThat(secondsToStop(parts)).isLessThan(STOP_IN_OUTAGE.plus(SLACK).toSeconds());
    }
  }

  private void stopsWithin(Duration timeout) throws IOException {
    Files.writeString(
        directory.resolve("settings.properties"),
        "topics.partitions=4\nstop.timeout=" + timeout + "\n");
  }

  private CommandProcess parts(String log) throws IOException {
    return CommandProcess.start(
        command("run", "projector", "mongo-sink", "jsonl-sink"), directory.resolve(log));
  }

  /** Ready, and both sinks have written some of the load. */
  private Probe awaitBusy(CommandProcess parts) throws IOException {
    parts.awaitSaid("ready\n");
    Probe probe = Probe.of(parts.statusFile(data()));
    for (String sink : List.of("mongo", "jsonl")) {
      String written =
          "sessionfold_sink_changes_total{generation=\"1\",result=\"written\",sink=\"%s\""
              .formatted(sink);
      await().atMost(PATIENCE).until(() -> probe.sum(written) > 500);
    }
    return probe;
  }

  private static long secondsToStop(CommandProcess parts) throws Exception {
    long start = System.nanoTime();
    parts.stop();
    return Duration.ofNanos(System.nanoTime() - start).toSeconds();
  }

  private List<String> lockFiles() throws IOException {
    try (Stream<Path> files = Files.walk(data().resolve("files"))) {
      List<String> contents = new ArrayList<>();
      for (Path file : files.filter(f -> f.getParent().endsWith(".locks")).toList()) {
        contents.add(Files.readString(file));
      }
      return contents;
    }
  }

  private List<String> command(String... words) {
    List<String> command = new ArrayList<>(List.of(words));
    command.addAll(List.of("--bootstrap-servers", broker.bootstrapServers()));
    command.addAll(List.of("--mongo-uri", mongod.uri()));
    command.addAll(List.of("--data", data().toString()));
    command.addAll(List.of("--config", directory.resolve("settings.properties").toString()));
    return command;
  }

  private Path data() {
    return directory.resolve("data");
  }

  private static void signal(String name, long pid) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
    assertThat(kill.waitFor()).isZero();
  }
}
