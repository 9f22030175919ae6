package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sessionfold.cli.pipeline.StatusFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code sessionfold run projector mongo-sink jsonl-sink} in a JVM of its own, to be killed. */
final class PartsProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Process process;
  private final Path log;

  private PartsProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts the parts and waits until they are ready.
   *
   * @param place options that say where everything is
   * @param log its standard error
   */
  static PartsProcess start(List<String> place, Path log) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "projector",
                "mongo-sink",
                "jsonl-sink"));
    command.addAll(place);
    Process process =
        new ProcessBuilder(command)
            .redirectError(log.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    PartsProcess parts = new PartsProcess(process, log);
    await().atMost(PATIENCE).until(() -> !process.isAlive() || parts.said().contains("ready"));
    assertThat(process.isAlive()).as("the parts run; they said: %s", parts.said()).isTrue();
    return parts;
  }

  private String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it says how it is, while it runs. */
  Path statusFile(Path data) {
    return data.resolve(StatusFile.DIRECTORY).resolve(process.pid() + ".json");
  }

  /** As a Ctrl-C does. Answers the exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(1, TimeUnit.MINUTES))
        .as("the parts stop; they said: %s", said())
        .isTrue();
    return process.exitValue();
  }

  /** As {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    // The process ends before the directory that it works on is deleted.
    process.destroyForcibly().onExit().join();
  }
}
