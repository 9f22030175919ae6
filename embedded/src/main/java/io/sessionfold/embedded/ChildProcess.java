package io.sessionfold.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A child process that does not outlive this JVM, even a killed one, and that a Ctrl-C at the
 * terminal does not reach: its owner stops it, after what depends on it.
 *
 * <p>A small shell holds the other end of a pipe. When this JVM ends, however it ends, the pipe
 * closes, and the shell asks the child to stop.
 */
final class ChildProcess {
  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final String WATCH = "trap '' INT HUP TERM; cat >/dev/null; kill -TERM \"$1\"";

  private final Process process;
  private final Process watch;

  private ChildProcess(Process process, Process watch) {
    this.process = process;
    this.watch = watch;
  }

  /** Starts the command; both its outputs go to the file. */
  static ChildProcess start(List<String> command, Path output) throws IOException {
    Process process =
        new ProcessBuilder(inItsOwnSession(command))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
            .start();
    @Nullable ChildProcess child = null;
    try {
      child = new ChildProcess(process, watch(process.pid()));
      return child;
    } finally {
      if (child == null) {
        process.destroyForcibly();
      }
    }
  }

  private static Process watch(long pid) throws IOException {
    return new ProcessBuilder(
            inItsOwnSession(List.of("/bin/sh", "-c", WATCH, "sessionfold", Long.toString(pid))))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** {@code setsid} replaces itself with the command, so that the process id stays the child's. */
  private static List<String> inItsOwnSession(List<String> command) {
    if (!Files.isExecutable(SETSID)) {
      return command;
    }
    List<String> detached = new ArrayList<>(List.of(SETSID.toString()));
    detached.addAll(command);
    return detached;
  }

  long pid() {
    return process.pid();
  }

  int exitCode() {
    return process.exitValue();
  }

  /** Waits that long for the process to end; true if it has. */
  boolean endsWithin(long millis) {
    try {
      return process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "Interrupted while waiting for process " + process.pid() + ".", e);
    }
  }

  /** Asks the process to end and kills it when it has not within that time. */
  void stop(long millis) {
    try {
      process.destroy();
      if (!endsWithin(millis)) {
        process.destroyForcibly();
        endsWithin(millis);
      }
    } finally {
      // Killed, since the end of its pipe would make it signal a process id that may be another's.
      watch.destroyForcibly();
    }
  }
}
