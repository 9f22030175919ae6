package io.sessionfold.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A JVM on the class path of this one. What it says is appended to a file of its own. */
class JvmVictim implements Victim {
  private static final List<String> SMALL =
      List.of(
          "-Xmx320m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xshare:auto",
          "-XX:+EnableDynamicAgentLoading");
  private static final long STOP_SECONDS = 60;

  /** The exit code after SIGKILL, and of the agent's kills. */
  private static final int KILLED = 137;

  private final String name;
  private final Path log;
  private final List<String> command;
  private final Map<String, String> environment;
  private @Nullable Process process;
  private boolean stopped;
  private int saidBefore;

  JvmVictim(
      String name,
      Path directory,
      List<String> vmOptions,
      List<String> mainAndArguments,
      Map<String, String> environment) {
    this.name = name;
    this.log = directory.resolve(name + ".log");
    this.environment = Map.copyOf(environment);
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.addAll(SMALL);
    all.addAll(vmOptions);
    all.addAll(List.of("-cp", System.getProperty("java.class.path")));
    all.addAll(mainAndArguments);
    this.command = List.copyOf(all);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized void start() {
    if (isAlive()) {
      return;
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    stopped = false;
    saidBefore = said().length();
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  @Override
  public synchronized void kill() {
    if (process != null) {
      process.destroyForcibly();
      waitFor(process);
    }
  }

  /** Asks it to end, and kills it when it does not within a minute. Answers its exit code. */
  public synchronized int stop() {
    Process running = Objects.requireNonNull(process);
    stopped = true;
    if (running.isAlive()) {
      // The process itself; its standard input stays open, so that it ends in its own way.
      running.toHandle().destroy();
      if (!waitFor(running)) {
        kill();
        throw new IllegalStateException(name + " did not end within a minute of SIGTERM: " + log);
      }
    }
    return running.exitValue();
  }

  /** Waits for it to end by itself; answers its exit code. */
  int await() {
    Process running = Objects.requireNonNull(process);
    if (!waitFor(running)) {
      kill();
      throw new IllegalStateException(name + " did not end within a minute: " + log);
    }
    return running.exitValue();
  }

  /** Waits for it to end by itself; answers its exit code, or nothing if it goes on. */
  OptionalInt waitFor(Duration most) {
    Process running = Objects.requireNonNull(process);
    try {
      return running.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)
          ? OptionalInt.of(running.exitValue())
          : OptionalInt.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalInt.empty();
    }
  }

  private static boolean waitFor(Process process) {
    try {
      return process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public synchronized void freeze() {
    if (process != null && process.isAlive()) {
      Signals.send("STOP", process.pid());
    }
  }

  @Override
  public synchronized void thaw() {
    if (process != null && process.isAlive()) {
      Signals.send("CONT", process.pid());
    }
  }

  @Override
  public synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Whether it was stopped, at a point or by a signal. */
  public synchronized boolean isFrozen() {
    if (process == null || !process.isAlive()) {
      return false;
    }
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
    } catch (IOException e) {
      return false;
    }
  }

  /** What it ended with, if nobody killed it and nobody stopped it; told once. */
  public synchronized Optional<String> endedByItself() {
    if (process == null || process.isAlive() || stopped || process.exitValue() == KILLED) {
      return Optional.empty();
    }
    stopped = true; // It is told once.
    String all = said();
    return Optional.of(
        name
            + " ended by itself with code "
            + process.exitValue()
            + ": "
            + all.substring(Math.max(0, all.length() - 2_000)));
  }

  /** Whether it has said this since it was started. */
  synchronized boolean hasSaid(String text) {
    return said().indexOf(text, saidBefore) >= 0;
  }

  /** The lines with this text that it has said since it was started. */
  synchronized List<String> lines(String text) {
    return said().substring(saidBefore).lines().filter(line -> line.contains(text)).toList();
  }

  /** What it has said. */
  String said() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + log, e);
    }
  }
}
