package io.sessionfold.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledJvmIT {
  private static final int WRITES_BEFORE_THE_KILL = 500;

  @TempDir Path directory;

  @Test
  void after_a_kill_everything_acknowledged_is_there_and_nothing_runs_on() throws Exception {
    Optional<Path> binary = MongodBinary.findForTests();
    assumeThat(binary).as("a mongod; scripts/fetch-mongod fetches one").isPresent();
    Process jvm =
        startJvm(EverythingToBeKilled.class, directory.toString(), binary.orElseThrow().toString());
    ProcessHandle oldMongod = ProcessHandle.of(mongodOf(jvm)).orElseThrow();
    assertThatThrownBy(() -> EmbeddedMongo.start(directory.resolve("emulator"), 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("process %d uses it", jvm.pid());

    jvm.destroyForcibly().waitFor();

    try (EmbeddedMongo mongo = EmbeddedMongo.start(directory.resolve("emulator"), 0)) {
      assertThat(MongoTexts.all(mongo.uri())).containsExactly("first");
    }
    oldMongod.onExit().get(20, TimeUnit.SECONDS);
    MongodConfig config = MongodConfig.in(directory.resolve("mongod"), binary.orElseThrow());
    try (MongodProcess mongod = MongodProcess.start(config)) {
      assertThat(MongoTexts.all(mongod.uri())).containsExactly("first");
    }
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(BrokerConfig.in(directory.resolve("broker")))) {
      assertThat(new BrokerClient(broker).readAll("kept", 1)).containsExactly("first");
    }
  }

  @Test
  void a_kill_amid_writes_to_the_emulator_loses_none_that_was_acknowledged() throws Exception {
    Process jvm = startJvm(EmulatorToBeKilled.class, directory.toString());
    BufferedReader acknowledged = jvm.inputReader(UTF_8);
    long last = 0;
    for (String line = acknowledged.readLine(); line != null; line = acknowledged.readLine()) {
      last = Long.parseLong(line);
      if (last == WRITES_BEFORE_THE_KILL) {
        jvm.toHandle()
            .destroyForcibly(); // The process itself would close what is still to be read.
      }
    }
    assertThat(last).isGreaterThanOrEqualTo(WRITES_BEFORE_THE_KILL);
    try (EmbeddedMongo mongo = EmbeddedMongo.start(directory, 0)) {
      long next = last + 1;
      assertThat(MongoTexts.all(mongo.uri()))
          .hasSize(EmulatorToBeKilled.DOCUMENTS)
          // One more write may have been stored and not yet acknowledged.
          .extracting(Long::valueOf)
          .allMatch(write -> write > next - 1 - EmulatorToBeKilled.DOCUMENTS && write <= next);
    }
  }

  private static Process startJvm(Class<?> main, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static long mongodOf(Process jvm) throws IOException {
    BufferedReader lines = jvm.inputReader(UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(EverythingToBeKilled.READY)) {
        return Long.parseLong(line.substring(EverythingToBeKilled.READY.length()));
      }
    }
    throw new AssertionError("The JVM ended before it was ready.");
  }
}
