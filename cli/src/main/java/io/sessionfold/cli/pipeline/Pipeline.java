package io.sessionfold.cli.pipeline;

import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.sessionfold.cli.Place;
import io.sessionfold.cli.config.Setting;
import io.sessionfold.cli.config.Settings;
import io.sessionfold.projector.jsonl.JsonlSink;
import io.sessionfold.projector.mongo.MongoSink;
import io.sessionfold.projector.runner.JournalConsumer;
import io.sessionfold.projector.runner.SinkFeed;
import io.sessionfold.projector.runner.SinkRunner;
import io.sessionfold.projector.runner.SinkRunnerSettings;
import io.sessionfold.projector.store.Generations;
import io.sessionfold.projector.store.MongoConnection;
import io.sessionfold.projector.store.MongoQuarantine;
import io.sessionfold.projector.store.MongoWatermarks;
import io.sessionfold.projector.topology.Projector;
import io.sessionfold.projector.topology.ProjectorSettings;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.store.ActivePointer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/** The running parts of this process. Closing it stops them in the order of the flow. */
public final class Pipeline implements AutoCloseable {
  private final @Nullable Projector projector;
  private final List<SinkRunner> sinks;
  private final @Nullable MongoConnection mongo;

  private Pipeline(
      @Nullable Projector projector, List<SinkRunner> sinks, @Nullable MongoConnection mongo) {
    this.projector = projector;
    this.sinks = List.copyOf(sinks);
    this.mongo = mongo;
  }

  /**
   * Starts parts. Returns before they are ready; see {@link #status}.
   *
   * @throws RuntimeException if one refuses to start; then none is left running
   */
  public static Pipeline start(Place place, Set<Part> parts, MeterRegistry registry) {
    Projector projector = null;
    MongoConnection mongo = null;
    List<SinkRunner> sinks = new ArrayList<>();
    try {
      if (parts.contains(Part.PROJECTOR)) {
        projector = Projector.start(projectorSettings(place), registry);
      }
      if (parts.contains(Part.MONGO_SINK) || parts.contains(Part.JSONL_SINK)) {
        mongo =
            MongoConnection.open(place.mongoUri(), place.settings().flag(Setting.MONGO_STANDALONE));
        startSinks(place, parts, mongo.database(place.database()), sinks, registry);
      }
      return new Pipeline(projector, sinks, mongo);
    } catch (RuntimeException e) {
      new Pipeline(projector, sinks, mongo).close();
      throw e;
    }
  }

  private static void startSinks(
      Place place,
      Set<Part> parts,
      MongoDatabase database,
      List<SinkRunner> sinks,
      MeterRegistry registry) {
    Generations generations = new Generations(database);
    if (parts.contains(Part.MONGO_SINK)) {
      ActivePointer active = generations.readOrCreate();
      SessionSink sink =
          MongoSink.open(
              database, active.documents(), place.settings().list(Setting.METADATA_INDEXES));
      sinks.add(run(place, sink, active, active.documents(), database, registry));
    }
    if (parts.contains(Part.JSONL_SINK)) {
      ActivePointer active = generations.readOrCreate();
      JsonlSink sink = new JsonlSink(place.files(), active.files());
      generations.claimRoot(sink.rootId());
      sinks.add(run(place, sink, active, active.files(), database, registry));
    }
  }

  private static SinkRunner run(
      Place place,
      SessionSink sink,
      ActivePointer active,
      int generation,
      MongoDatabase database,
      MeterRegistry registry) {
    Map<String, Object> client =
        Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, place.bootstrapServers());
    SinkFeed feed =
        new SinkFeed(
            JournalConsumer.open(client, sink.name(), generation),
            active.journal(),
            generation,
            sink,
            new MongoWatermarks(database),
            new MongoQuarantine(database));
    return SinkRunner.start(feed, runnerSettings(place.settings(), sink), registry);
  }

  private static SinkRunnerSettings runnerSettings(Settings settings, SessionSink sink) {
    SinkRunnerSettings defaults =
        sink instanceof JsonlSink
            ? SinkRunnerSettings.FILES.withCheckpointInterval(
                settings.duration(Setting.JSONL_CHECKPOINT))
            : SinkRunnerSettings.DEFAULTS;
    return defaults.withBatch(
        settings.integer(Setting.SINK_BATCH_CHANGES),
        settings.integer(Setting.SINK_BATCH_BYTES),
        defaults.maxAge());
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
        defaults.client());
  }

  /** How the parts are at this moment. */
  public PipelineStatus status() {
    return new PipelineStatus(
        projector == null ? null : projector.status(),
        sinks.stream().map(SinkRunner::status).toList());
  }

  /** Stops the parts; safe to call twice. */
  @Override
  public void close() {
    if (projector != null) {
      projector.close(Duration.ofSeconds(15));
    }
    sinks.forEach(SinkRunner::close);
    if (mongo != null) {
      mongo.close();
    }
  }
}
