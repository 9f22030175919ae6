package io.sessionfold.cli;

import io.micrometer.core.instrument.MeterRegistry;
import io.sessionfold.cli.config.Setting;
import io.sessionfold.cli.config.Settings;
import io.sessionfold.cli.health.HealthEndpoint;
import io.sessionfold.cli.pipeline.Pipeline;
import io.sessionfold.cli.pipeline.PipelineStatus;
import io.sessionfold.cli.pipeline.StatusFile;
import io.sessionfold.cli.web.ServedPart;
import io.sessionfold.cli.web.WebService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps a process serving until it is told to stop: the first SIGINT or SIGTERM stops it cleanly
 * within {@code stop.timeout}, the second at once. Answers for its health and writes the status
 * file while it serves.
 */
final class Serving implements AutoCloseable {
  private final Console console;
  private final HealthEndpoint health;
  private final StatusFile statusFile;
  private final Duration stopTimeout;
  private final CountDownLatch stop = new CountDownLatch(1);

  /** Takes the signals, and begins to answer for its health. */
  Serving(Console console, Path data, Settings settings) {
    this.console = console;
    this.stopTimeout = settings.duration(Setting.STOP_TIMEOUT);
    this.health = new HealthEndpoint(settings);
    this.statusFile = new StatusFile(data);
    Signals.onStop(this::stopOrHalt);
  }

  private void stopOrHalt() {
    if (stop.getCount() == 0) {
      halt(130, "stopped at once; the next start recovers");
    }
    console.say("stopping; once more to stop at once");
    health.stopping();
    Thread limit = new Thread(this::limit, "stop-limit");
    limit.setDaemon(true);
    limit.start();
    stop.countDown();
  }

  /** Whatever hangs, a stop ends in time. */
  private void limit() {
    LockSupport.parkNanos(stopTimeout.toNanos());
    halt(1, "not stopped within " + stopTimeout + ": ended at once; the next start recovers");
  }

  private void halt(int code, String why) {
    console.say(why);
    Runtime.getRuntime().halt(code);
  }

  /** Where the meters of the parts belong. */
  MeterRegistry registry() {
    return health.registry();
  }

  /** Where it answers for its health. */
  String healthUrl() {
    return health.url();
  }

  /** Serves; returns the exit code. {@code whenReady} runs once, when all parts are ready. */
  int untilStopped(Pipeline pipeline, WebService web, Runnable whenReady)
      throws InterruptedException {
    health.serving(pipeline, web);
    boolean ready = false;
    Waiting waiting = new Waiting(console::say);
    for (long tick = 0; !stop.await(100, TimeUnit.MILLISECONDS); tick++) {
      PipelineStatus status = pipeline.status();
      Optional<String> failure = status.failure();
      if (failure.isPresent()) {
        write(status);
        console.say("sessionfold: " + failure.get());
        return 1;
      }
      if (tick % 10 == 0) {
        write(status);
        waiting.seen(waitingFor(status, web.parts()), System.nanoTime());
      }
      if (!ready && status.isReady() && web.parts().stream().allMatch(ServedPart::isReady)) {
        ready = true;
        whenReady.run();
      }
    }
    // What was taken is answered before the parts that it needs end.
    web.close();
    return stopped(pipeline);
  }

  private static List<String> waitingFor(PipelineStatus status, List<ServedPart> served) {
    List<String> all = new ArrayList<>(status.waitingFor());
    served.stream().filter(part -> !part.isReady()).map(ServedPart::text).forEach(all::add);
    return all;
  }

  private int stopped(Pipeline pipeline) {
    if (pipeline.stop()) {
      console.say("all parts have stopped");
      return 0;
    }
    console.say("not every part stopped in order; the next start recovers");
    return 1;
  }

  private void write(PipelineStatus status) {
    statusFile.write(status, health.url(), health.health().partsJson());
  }

  /** Whether it is told to stop. */
  boolean stopping() {
    return stop.getCount() == 0;
  }

  @Override
  public void close() {
    statusFile.close();
    health.close();
  }
}
