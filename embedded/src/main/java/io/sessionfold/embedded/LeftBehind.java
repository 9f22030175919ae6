package io.sessionfold.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A mongod that survived the JVM that started it. */
final class LeftBehind {
  private static final Logger log = LoggerFactory.getLogger(LeftBehind.class);

  private LeftBehind() {}

  /**
   * Stops the mongod that runs on that directory, if there is one. Only a process whose command
   * line names the directory counts: the process id alone may be another process's after a reboot.
   */
  static void stop(Path data, long millis) {
    recordedPid(data.resolve("mongod.lock"))
        .flatMap(ProcessHandle::of)
        .filter(process -> serves(process, data))
        .ifPresent(process -> stop(process, data, millis));
  }

  /** mongod writes its process id there and empties the file when it ends in order. */
  private static Optional<Long> recordedPid(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      String text = Files.readString(file).strip();
      return text.isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(text));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean serves(ProcessHandle process, Path data) {
    return process
        .info()
        .arguments()
        .map(arguments -> Arrays.asList(arguments).contains(data.toString()))
        .orElse(false);
  }

  private static void stop(ProcessHandle process, Path data, long millis) {
    log.info("Stopping mongod {}, left behind on {}", process.pid(), data);
    process.destroy();
    try {
      if (!ended(process, millis)) {
        process.destroyForcibly();
        ended(process, millis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while stopping mongod " + process.pid(), e);
    }
  }

  private static boolean ended(ProcessHandle process, long millis) throws InterruptedException {
    try {
      process.onExit().get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("Cannot wait for process " + process.pid(), e);
    }
  }
}
