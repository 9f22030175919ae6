package io.sessionfold.cli;

import io.sessionfold.cli.pipeline.Pipeline;
import io.sessionfold.cli.pipeline.PipelineStatus;
import io.sessionfold.cli.pipeline.StatusFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a process serving until it is told to stop: the first SIGINT or SIGTERM stops it cleanly,
 * the second at once. Writes the status file while it serves.
 */
final class Serving implements AutoCloseable {
  static final Logger LOG = LoggerFactory.getLogger(Serving.class);

  private final Console console;
  private final StatusFile statusFile;
  private final CountDownLatch stop = new CountDownLatch(1);

  Serving(Console console, Path data) throws IOException {
    this.console = console;
    this.statusFile = new StatusFile(data);
    Signals.onStop(this::stopOrHalt);
  }

  private void stopOrHalt() {
    if (stop.getCount() == 0) {
      console.say("stopped at once; the next start recovers");
      Runtime.getRuntime().halt(130);
    }
    console.say("stopping; once more to stop at once");
    stop.countDown();
  }

  /** Serves; returns the exit code. {@code whenReady} runs once, when all parts are ready. */
  int untilStopped(Pipeline pipeline, Runnable whenReady) throws InterruptedException {
    boolean ready = false;
    List<String> told = List.of();
    for (long tick = 0; !stop.await(100, TimeUnit.MILLISECONDS); tick++) {
      PipelineStatus status = pipeline.status();
      Optional<String> failure = status.failure();
      if (failure.isPresent()) {
        console.say("sessionfold: " + failure.get());
        return 1;
      }
      if (!ready && status.isReady()) {
        ready = true;
        whenReady.run();
      }
      if (tick % 10 == 0) {
        statusFile.write(status);
        if (ready && !status.waitingFor().equals(told)) {
          told = status.waitingFor();
          told.forEach(waiting -> LOG.warn("not ready: {}", waiting));
        }
      }
    }
    return 0;
  }

  @Override
  public void close() throws IOException {
    statusFile.close();
  }
}
