package io.sessionfold.cli.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import io.sessionfold.cli.CommandException;
import io.sessionfold.cli.Place;
import io.sessionfold.cli.config.Setting;
import io.sessionfold.cli.config.Settings;
import io.sessionfold.projector.runner.SinkStatus;
import io.sessionfold.projector.topology.Projector;
import io.sessionfold.projector.topology.ProjectorBacklog;
import io.sessionfold.projector.topology.ProjectorSettings;
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
import org.apache.kafka.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running parts of this process. A sink whose stores are not there yet waits for them and says
 * so. Closing stops all parts at once.
 */
public final class Pipeline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  private final @Nullable Projector projector;
  private final List<FollowedSinks> sinks;
  private final SinkStart start;
  private final Duration stopTime;
  private @Nullable Boolean stopped;

  private Pipeline(
      @Nullable Projector projector,
      List<FollowedSinks> sinks,
      SinkStart start,
      Duration stopTime) {
    this.projector = projector;
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
    Projector projector = parts.contains(Part.PROJECTOR) ? projector(place, registry) : null;
    SinkStart start = new SinkStart(place, registry);
    List<FollowedSinks> sinks = new ArrayList<>();
    if (parts.contains(Part.MONGO_SINK)) {
      sinks.add(start.follow(Part.MONGO_SINK));
    }
    if (parts.contains(Part.JSONL_SINK)) {
      sinks.add(start.follow(Part.JSONL_SINK));
    }
    return new Pipeline(projector, sinks, start, stopTime(place.settings()));
  }

  private static Projector projector(Place place, MeterRegistry registry) {
    try {
      return Projector.start(projectorSettings(place), registry);
    } catch (StreamsException e) {
      throw new CommandException(
          "the projector cannot use "
              + place.state()
              + ": "
              + e.getMessage()
              + ". One directory serves one process: stop the other, or set "
              + Setting.STATE_DIR.key(),
          e);
    } catch (IllegalStateException e) {
      throw new CommandException(
          "the projector does not start on Kafka at %s: %s"
              .formatted(place.bootstrapServers(), e.getMessage()),
          e);
    }
  }

  private static ProjectorSettings projectorSettings(Place place) {
    Settings settings = place.settings();
    ProjectorSettings defaults =
        ProjectorSettings.of(place.bootstrapServers(), place.journal(), place.state());
    return new ProjectorSettings(
        place.bootstrapServers(),
        place.journal(),
        place.limits(),
        place.state(),
        settings.integer(Setting.PROJECTOR_THREADS),
        settings.integer(Setting.STANDBY_REPLICAS),
        settings.integer(Setting.REPLICATION_FACTOR),
        settings.duration(Setting.COMMIT_INTERVAL),
        defaults.cacheBytes(),
        defaults.rocksDbBytes(),
        place.settings().kafka());
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
        projector == null ? null : projector.status(), running, waiting, others, waitingOthers);
  }

  /** What the projector has not sequenced; absent if there is no projector here. */
  public @Nullable ProjectorBacklog projectorBacklog() {
    return projector == null ? null : projector.backlog();
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
      if (projector != null) {
        parts.add(() -> projector.close(stopTime));
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
