package io.sessionfold.cli.pipeline;

import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sessionfold.cli.CommandException;
import io.sessionfold.cli.Place;
import io.sessionfold.cli.config.Setting;
import io.sessionfold.cli.config.Settings;
import io.sessionfold.cli.pipeline.FollowedSinks.Followed;
import io.sessionfold.file.SessionFilePaths;
import io.sessionfold.projector.jsonl.CurrentLink;
import io.sessionfold.projector.jsonl.JsonlSink;
import io.sessionfold.projector.mongo.MongoSink;
import io.sessionfold.projector.runner.JournalConsumer;
import io.sessionfold.projector.runner.MemberName;
import io.sessionfold.projector.runner.SinkFeed;
import io.sessionfold.projector.runner.SinkRunner;
import io.sessionfold.projector.runner.SinkRunnerSettings;
import io.sessionfold.projector.store.GenerationRegistry;
import io.sessionfold.projector.store.Generations;
import io.sessionfold.projector.store.Holds;
import io.sessionfold.projector.store.MongoConnection;
import io.sessionfold.projector.store.MongoQuarantine;
import io.sessionfold.projector.store.MongoWatermarks;
import io.sessionfold.projector.store.SessionsView;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.GenerationStatus;
import io.sessionfold.store.Projection;
import io.sessionfold.store.StoreNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the sinks of one process on one connection to MongoDB, which is made when the first of
 * them needs it. Each start may be repeated until what it needs is there.
 */
final class SinkStart implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SinkStart.class);

  private final Place place;
  private final MeterRegistry registry;
  private final Map<String, MemberName> members = new ConcurrentHashMap<>();
  private final Map<Projection, Integer> shown = new ConcurrentHashMap<>();
  private final Object announcing = new Object();
  private int announced;
  private volatile @Nullable MongoConnection mongo;

  SinkStart(Place place, MeterRegistry registry) {
    this.place = place;
    this.registry = registry;
  }

  /** Starts the sinks of one kind. */
  FollowedSinks follow(Part part) {
    Projection projection = Projection.ofSink(part.sinkName());
    return FollowedSinks.start(
        part, () -> followed(projection), generation -> sink(projection, generation));
  }

  /** Starts the sink of one generation. */
  SinkRunner sink(Projection projection, int generation) {
    return projection == Projection.DOCUMENTS ? documents(generation) : files(generation);
  }

  private Followed followed(Projection projection) {
    ActivePointer pointer = new Generations(database()).readOrCreate();
    int active = pointer.generation(projection);
    if (isShown(projection, active)) {
      announce(pointer.journal());
    }
    Set<Integer> followed = new HashSet<>(Set.of(active));
    for (GenerationStatus status : new GenerationRegistry(database()).all()) {
      if (status.isFollowedBy(projection, pointer)) {
        followed.add(status.generation());
      }
    }
    return new Followed(active, followed);
  }

  /**
   * What people find the active generation by; whoever writes it sees that it is right.
   *
   * @return whether it was so already
   */
  private boolean isShown(Projection projection, int active) {
    if (Integer.valueOf(active).equals(shown.put(projection, active))) {
      return true;
    }
    if (projection == Projection.DOCUMENTS) {
      SessionsView.show(connection(), place.database(), active);
    } else if (Files.isDirectory(place.files())) {
      CurrentLink.show(new SessionFilePaths(place.files(), active));
    } else {
      shown.remove(projection);
    }
    return false;
  }

  /** A swap that was killed may have moved the pointer to another journal without saying so. */
  private void announce(int active) {
    int journal = active;
    synchronized (announcing) {
      try {
        while (announced != journal) {
          PipelineTopics.announce(place, journal);
          announced = journal;
          journal = new Generations(database()).readOrCreate().journal();
        }
      } catch (CommandException e) {
        LOG.debug("consumers of journals are not told of journal {} yet", journal, e);
      }
    }
  }

  private SinkRunner documents(int generation) {
    MongoDatabase database = database();
    ActivePointer active = new Generations(database).readOrCreate();
    int journal = journal(generation, active);
    refuseOthers(database, journal, generation);
    SessionSink sink =
        MongoSink.open(database, generation, place.settings().list(Setting.METADATA_INDEXES));
    return run(sink, journal, generation, database);
  }

  private SinkRunner files(int generation) {
    MongoDatabase database = database();
    int journal = journal(generation, new Generations(database).readOrCreate());
    refuseOthers(database, journal, generation);
    JsonlSink sink = new JsonlSink(place.files(), generation);
    ActivePointer unused = new Generations(database).claimRoot(sink.rootId());
    countOpenFiles(sink, generation);
    return run(sink, journal, generation, database);
  }

  /** Of the sink that was begun last: a meter keeps what it was first made with. */
  private void countOpenFiles(JsonlSink sink, int generation) {
    String name = "sessionfold.sink.open.files";
    String number = Integer.toString(generation);
    registry.find(name).tag("generation", number).meters().forEach(registry::remove);
    Gauge.builder(name, sink, JsonlSink::openFiles)
        .tag("sink", sink.name())
        .tag("generation", number)
        .register(registry);
  }

  private int journal(int generation, ActivePointer active) {
    return new GenerationRegistry(database())
        .find(generation)
        .map(status -> status.madeFrom().journal())
        .orElse(active.journal());
  }

  private MongoDatabase database() {
    return connection().database(place.database());
  }

  private synchronized MongoConnection connection() {
    MongoConnection connected = mongo;
    if (connected == null) {
      connected = Stores.open(place, registry);
      mongo = connected;
    }
    return connected;
  }

  /**
   * Whether it is connected, and no server can be written to. Asks nobody and waits for nothing.
   */
  boolean isStoreAway() {
    MongoConnection connected = mongo;
    return connected != null && !connected.hasPrimary();
  }

  /**
   * Sees that what is written belongs to what is read. It also waits for the topic: a consumer of
   * one that is not there would wait for it without a word.
   */
  private void refuseOthers(MongoDatabase database, int journal, int generation) {
    String topic = StoreNames.journal(journal);
    try (KafkaFacts kafka = new KafkaFacts(place)) {
      new Generations(database).open(generation, journal, kafka.topicId(topic));
    }
  }

  private SinkRunner run(SessionSink sink, int journal, int generation, MongoDatabase database) {
    Projection projection = Projection.ofSink(sink.name());
    Holds holds = new Holds(database);
    SinkFeed feed =
        new SinkFeed(
            JournalConsumer.open(place.kafka(), sink.name(), generation, member(sink.name())),
            journal,
            generation,
            sink,
            new MongoWatermarks(database),
            new MongoQuarantine(database),
            () -> holds.on(projection, generation, Instant.now()),
            () -> JournalConsumer.openForReplay(place.kafka(), sink.name(), generation));
    return SinkRunner.start(feed, runnerSettings(place.settings(), sink), registry);
  }

  private MemberName member(String sink) {
    try {
      return members.computeIfAbsent(sink, this::take);
    } catch (UncheckedIOException e) {
      throw new StoreUnavailableException(
          "the data directory "
              + place.data()
              + " cannot be written ("
              + e.getCause()
              + "): see to space and permissions; it is tried again until it works",
          e);
    }
  }

  private MemberName take(String sink) {
    try {
      return MemberName.take(place.data().resolve("members"), sink);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
        settings.duration(Setting.SINK_BATCH_AGE));
  }

  @Override
  public void close() {
    members.values().forEach(MemberName::close);
    MongoConnection connected = mongo;
    if (connected != null) {
      connected.close();
    }
  }
}
