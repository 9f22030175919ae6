package io.sessionfold.cli;

import io.sessionfold.cli.pipeline.Pipeline;
import io.sessionfold.cli.pipeline.PipelineStatus;
import io.sessionfold.cli.pipeline.StatusFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a process serving until it is told to stop: the first SIGINT or SIGTERM stops it cleanly,
 * the second at once. Writes the status file while it serves.
 */
final class Serving implements AutoCloseable {
  private final Console console;
  private final StatusFile statusFile;
  private final CountDownLatch stop = new CountDownLatch(1);

  Serving(Console console, Path data) {
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
    Waiting waiting = new Waiting(console::say);
    for (long tick = 0; !stop.await(100, TimeUnit.MILLISECONDS); tick++) {
      PipelineStatus status = pipeline.status();
      Optional<String> failure = status.failure();
      if (failure.isPresent()) {
        statusFile.write(status);
        console.say("sessionfold: " + failure.get());
        return 1;
      }
      if (tick % 10 == 0) {
        statusFile.write(status);
        waiting.seen(status.waitingFor(), System.nanoTime());
      }
      if (!ready && status.isReady()) {
        ready = true;
        whenReady.run();
      }
    }
    return 0;
  }

  /** Whether it is told to stop. */
  boolean stopping() {
    return stop.getCount() == 0;
  }

  @Override
  public void close() {
    statusFile.close();
  }
}
