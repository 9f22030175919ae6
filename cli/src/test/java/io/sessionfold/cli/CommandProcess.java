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

/** The command in a JVM of its own, to be interrupted or killed. */
final class CommandProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Process process;
  private final Path log;

  private CommandProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param log gets its standard error
   */
  static CommandProcess start(List<String> arguments, Path log) throws IOException {
    List<String> command = new ArrayList<>(interruptible());
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            // As the tests' own: it lives for less than a minute.
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(arguments);
    return new CommandProcess(
        new ProcessBuilder(command)
            .redirectError(log.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start(),
        log);
  }

  /** A build that runs in the background of a shell ignores SIGINT, and so would its children. */
  private static List<String> interruptible() throws IOException {
    List<String> reset = List.of("env", "--default-signal=INT");
    List<String> trial = new ArrayList<>(reset);
    trial.add("true");
    Process tried = new ProcessBuilder(trial).redirectErrorStream(true).start();
    return tried.onExit().join().exitValue() == 0 ? reset : List.of();
  }

  /** Waits until it has said that, and fails if it ends first. */
  void awaitSaid(String text) {
    await().atMost(PATIENCE).until(() -> !process.isAlive() || said().contains(text));
    assertThat(said()).contains(text);
    assertThat(process.isAlive()).as("it runs; it said: %s", said()).isTrue();
  }

  /** Its standard error. */
  String said() {
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

  /** As Ctrl-C does. */
  void interrupt() throws IOException, InterruptedException {
    int sent = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    assertThat(sent).isZero();
  }

  /** Waits for its end; answers the exit code. */
  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("it stops; it said: %s", said()).isTrue();
    return process.exitValue();
  }

  /** As {@code kill} does. Answers the exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    return exitCode();
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
