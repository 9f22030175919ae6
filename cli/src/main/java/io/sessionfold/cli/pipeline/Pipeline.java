package io.sessionfold.cli.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import io.sessionfold.cli.CommandException;
import io.sessionfold.cli.Place;
import io.sessionfold.cli.config.Setting;
import io.sessionfold.cli.config.Settings;
import io.sessionfold.projector.runner.SinkRunner;
import io.sessionfold.projector.runner.SinkStatus;
import io.sessionfold.projector.topology.Projector;
import io.sessionfold.projector.topology.ProjectorSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;

/**
 * The running parts of this process. A sink whose stores are not there yet waits for them and says
 * so. Closing stops the parts in the order of the flow.
 */
public final class Pipeline implements AutoCloseable {
  private final @Nullable Projector projector;
  private final List<SinkPart> sinks;
  private final SinkStart start;

  private Pipeline(@Nullable Projector projector, List<SinkPart> sinks, SinkStart start) {
    this.projector = projector;
    this.sinks = List.copyOf(sinks);
    this.start = start;
  }

  /**
   * Starts parts. Returns before they are ready; see {@link #status}.
   *
   * @throws RuntimeException if the projector refuses to start; then no part is left running
   */
  public static Pipeline start(Place place, Set<Part> parts, MeterRegistry registry) {
    Projector projector = parts.contains(Part.PROJECTOR) ? projector(place, registry) : null;
    SinkStart start = new SinkStart(place, registry);
    List<SinkPart> sinks = new ArrayList<>();
    if (parts.contains(Part.MONGO_SINK)) {
      sinks.add(SinkPart.start(Part.MONGO_SINK, start::documents));
    }
    if (parts.contains(Part.JSONL_SINK)) {
      sinks.add(SinkPart.start(Part.JSONL_SINK, start::files));
    }
    return new Pipeline(projector, sinks, start);
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
    for (SinkPart sink : sinks) {
      SinkRunner runner = sink.runner();
      if (runner == null) {
        waiting.add(sink.waiting());
      } else {
        running.add(runner.status());
      }
    }
    return new PipelineStatus(projector == null ? null : projector.status(), running, waiting);
  }

  /** Stops the parts; safe to call twice. */
  @Override
  public void close() {
    if (projector != null) {
      boolean unused = projector.close(Duration.ofSeconds(15));
    }
    sinks.forEach(SinkPart::close);
    start.close();
  }
}
