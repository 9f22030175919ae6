package io.sessionfold.benchmarks;

import io.sessionfold.cli.CommandException;
import io.sessionfold.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code sessionfold run projector} in a JVM of its own, with the options of {@code
 * SESSIONFOLD_JAVA_OPTIONS}, which can be killed.
 */
final class ProjectorProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(60);

  private final Process process;
  private final Path log;
  private final long begun;

  private ProjectorProcess(Process process, Path log, long begun) {
    this.process = process;
    this.log = log;
    this.begun = begun;
  }

  /** Starts it on a broker; what it says goes to a file in its data directory. */
  static ProjectorProcess start(String bootstrapServers, Path data, int threads)
      throws IOException {
    String options = System.getenv().getOrDefault("SESSIONFOLD_JAVA_OPTIONS", "");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of((options.isBlank() ? "-Xmx1g -XX:+UseG1GC" : options).split("\\s+")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("run", "projector", "--bootstrap-servers", bootstrapServers));
    command.addAll(List.of("--data", data.toString()));
    Path log = data.resolve("projector.log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(log.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("SESSIONFOLD_PROJECTOR_THREADS", Integer.toString(threads));
    long begun = System.nanoTime();
    return new ProjectorProcess(builder.start(), log, begun);
  }

  /**
   * Waits until all partitions are sequenced.
   *
   * @return seconds since the process was started
   * @throws CommandException if it ends first, with what it said
   */
  double awaitRunning() throws IOException {
    while (!Files.readString(log).lines().anyMatch("ready"::equals)) {
      if (!process.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw new CommandException("the projector did not come up: " + Files.readString(log));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return (System.nanoTime() - begun) / 1e9;
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
