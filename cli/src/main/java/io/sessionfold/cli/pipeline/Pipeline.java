package io.sessionfold.cli.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import io.sessionfold.cli.Place;
import io.sessionfold.cli.config.Setting;
import io.sessionfold.cli.config.Settings;
import io.sessionfold.projector.runner.SinkStatus;
import io.sessionfold.projector.topology.ProjectorBacklog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running parts of this process. A sink whose stores are not there yet waits for them and says
 * so. Closing stops all parts at once.
 */
public final class Pipeline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  private final @Nullable FollowedProjectors projectors;
  private final List<FollowedSinks> sinks;
  private final SinkStart start;
  private final Duration stopTime;
  private @Nullable Boolean stopped;

  private Pipeline(
      @Nullable FollowedProjectors projectors,
      List<FollowedSinks> sinks,
      SinkStart start,
      Duration stopTime) {
    this.projectors = projectors;
    this.sinks = List.copyOf(sinks);
    this.start = start;
    this.stopTime = stopTime;
  }

  /**
   * Starts parts. Returns before they are ready; see {@link #status}.
   *
   * @throws RuntimeException if the projector refuses to start; then no part is left running
   */
  public static Pipeline start(Place place, Set<Part> parts, MeterRegistry registry) {
    FollowedProjectors projectors =
        parts.contains(Part.PROJECTOR) ? FollowedProjectors.start(place, registry) : null;
    SinkStart start = new SinkStart(place, registry);
    List<FollowedSinks> sinks = new ArrayList<>();
    if (parts.contains(Part.MONGO_SINK)) {
      sinks.add(start.follow(Part.MONGO_SINK));
    }
    if (parts.contains(Part.JSONL_SINK)) {
      sinks.add(start.follow(Part.JSONL_SINK));
    }
    return new Pipeline(projectors, sinks, start, stopTime(place.settings()));
  }

  /** How the parts are at this moment. */
  public PipelineStatus status() {
    List<SinkStatus> running = new ArrayList<>();
    List<WaitingSink> waiting = new ArrayList<>();
    List<SinkStatus> others = new ArrayList<>();
    List<WaitingSink> waitingOthers = new ArrayList<>();
    for (FollowedSinks sink : sinks) {
      SinkStatus active = sink.active();
      if (active == null) {
        waiting.add(sink.waiting());
      } else {
        running.add(active);
      }
      others.addAll(sink.others());
      waitingOthers.addAll(sink.waitingOthers());
    }
    return new PipelineStatus(
        projectors == null ? null : projectors.status(), running, waiting, others, waitingOthers);
  }

  /** What the projector has not sequenced; absent if there is no projector here. */
  public @Nullable ProjectorBacklog projectorBacklog() {
    return projectors == null ? null : projectors.backlog();
  }

  /** Whether MongoDB is connected to, and has no server that can be written to. Asks nobody. */
  public boolean isStoreAway() {
    return start.isStoreAway();
  }

  /** The parts leave a third of the time for connections, and for servers of this process. */
  private static Duration stopTime(Settings settings) {
    return settings.duration(Setting.STOP_TIMEOUT).multipliedBy(2).dividedBy(3);
  }

  /**
   * Stops all parts at once: what was read is written, committed and released, within two thirds of
   * {@code stop.timeout}. Safe to call twice.
   *
   * @return whether each of them did it; what one did not, its next start does again
   */
  public synchronized boolean stop() {
    if (stopped == null) {
      List<Supplier<Boolean>> parts = new ArrayList<>();
      if (projectors != null) {
        parts.addAll(projectors.end(stopTime));
      }
      for (FollowedSinks sink : sinks) {
        sink.end().forEach(each -> parts.add(() -> each.close(stopTime)));
      }
      stopped = allDone(parts);
      start.close();
    }
    return stopped;
  }

  private boolean allDone(List<Supplier<Boolean>> parts) {
    Deadline deadline = Deadline.in(stopTime.plusSeconds(1));
    Executor threads = work -> daemon(work).start();
    List<CompletableFuture<Boolean>> running =
        parts.stream().map(part -> CompletableFuture.supplyAsync(part, threads)).toList();
    boolean done = true;
    for (CompletableFuture<Boolean> part : running) {
      done &= isDone(part, deadline);
    }
    return done;
  }

  private static boolean isDone(CompletableFuture<Boolean> part, Deadline deadline) {
    try {
      return part.get(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("A part did not stop in order; its next start recovers", e);
      return false;
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "stop");
    thread.setDaemon(true);
    return thread;
  }

  /** Stops the parts; safe to call twice. */
  @Override
  public void close() {
    boolean unused = stop();
  }
}
