package io.sessionfold.benchmarks;

import io.sessionfold.cli.CommandException;
import io.sessionfold.cli.Main;
import io.sessionfold.cli.pipeline.StatusFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code sessionfold run} in a JVM of its own, with the options of {@code SESSIONFOLD_JAVA_OPTIONS}
 * or those of the script, which can be killed.
 */
final class PartsProcess implements AutoCloseable {
  private static final String URL = "http: ";
  private static final Duration PATIENCE = Duration.ofMinutes(60);

  private final Process process;
  private final Path data;
  private final long begun;

  private PartsProcess(Process process, Path data, long begun) {
    this.process = process;
    this.data = data;
    this.begun = begun;
  }

  /**
   * Starts one; what it says goes to a file in its data directory.
   *
   * @param jvm further options of the JVM
   * @param arguments of {@code sessionfold run}
   * @param environment settings
   */
  static PartsProcess start(
      Path data, List<String> jvm, List<String> arguments, Map<String, String> environment)
      throws IOException {
    String options = System.getenv().getOrDefault("SESSIONFOLD_JAVA_OPTIONS", "");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of((options.isBlank() ? "-Xmx1g -XX:+UseG1GC" : options).split("\\s+")));
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.add("run");
    command.addAll(arguments);
    command.addAll(List.of("--data", data.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(log(data).toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    long begun = System.nanoTime();
    return new PartsProcess(builder.start(), data, begun);
  }

  private static Path log(Path data) {
    return data.resolve("run.log");
  }

  /**
   * Waits until all parts are ready.
   *
   * @return seconds since the process was started
   * @throws CommandException if it ends first, with what it said
   */
  double awaitReady() throws IOException {
    while (!said().lines().anyMatch("ready"::equals)) {
      pause();
    }
    return seconds();
  }

  /**
   * Where it serves HTTP.
   *
   * @throws CommandException if it does not, or not yet
   */
  String url() throws IOException {
    return said()
        .lines()
        .filter(line -> line.startsWith(URL))
        .map(line -> line.substring(URL.length()))
        .findFirst()
        .orElseThrow(() -> new CommandException("the process serves no HTTP"));
  }

  /** Seconds since the process was started. */
  double seconds() {
    return (System.nanoTime() - begun) / 1e9;
  }

  /** Lets a moment pass; fails if the process has ended, or runs for longer than anybody waits. */
  void pause() throws IOException {
    if (!process.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
      throw new CommandException("the process did not get there; it said: " + said());
    }
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
  }

  private String said() throws IOException {
    return Files.readString(log(data));
  }

  /** Where it says how it is. */
  Path statusFile() {
    return data.resolve(StatusFile.DIRECTORY).resolve(process.pid() + ".json");
  }

  /** Its process id. */
  long pid() {
    return process.pid();
  }

  /** As {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** As {@code kill} does: it stops in order. */
  void stop() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
