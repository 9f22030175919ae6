package io.sessionfold.benchmarks;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sessionfold.cli.CommandException;
import io.sessionfold.cli.Place;
import io.sessionfold.cli.config.Settings;
import io.sessionfold.cli.pipeline.Part;
import io.sessionfold.cli.pipeline.Pipeline;
import io.sessionfold.cli.pipeline.PipelineStatus;
import io.sessionfold.cli.pipeline.PipelineTopics;
import io.sessionfold.embedded.BrokerConfig;
import io.sessionfold.embedded.EmbeddedBroker;
import io.sessionfold.embedded.MongodConfig;
import io.sessionfold.embedded.MongodProcess;
import io.sessionfold.ingest.EventPublisher;
import io.sessionfold.ingest.PublisherSettings;
import io.sessionfold.query.ReaderSettings;
import io.sessionfold.query.SessionReader;
import io.sessionfold.query.SessionReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A whole pipeline in this JVM, with a mongod as its child, on a temporary directory that goes when
 * it is closed.
 */
final class LocalPipeline implements AutoCloseable {
  static final int PARTITIONS = 4;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Place place;
  private final Pipeline pipeline;
  private final EventPublisher publisher;
  private final SessionReader reader;
  private final MongoClient mongo;

  private LocalPipeline(Path directory, Path mongod, boolean files) {
    boolean started = false;
    try {
      opened.push(() -> Directories.delete(directory));
      EmbeddedBroker broker =
          open(EmbeddedBroker.start(BrokerConfig.in(directory.resolve("kafka"))));
      MongodProcess process =
          open(
              MongodProcess.start(
                  MongodConfig.in(directory.resolve("mongod"), mongod)
                      .withCacheMegabytes(RealMongod.CACHE_MEGABYTES)));
      place = place(directory, broker.bootstrapServers(), process.uri());
      PipelineTopics.ensure(place, PARTITIONS);
      pipeline = open(Pipeline.start(place, parts(files), new SimpleMeterRegistry()));
      reader =
          open(
              SessionReaders.open(
                  ReaderSettings.of(place.mongoUri(), place.database())
                      .withKafka(place.bootstrapServers())));
      publisher =
          open(EventPublisher.open(PublisherSettings.of(place.bootstrapServers(), "/bench")));
      mongo = open(MongoClients.create(place.mongoUri()));
      await(PipelineStatus::isReady);
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /**
   * Starts one.
   *
   * @param mongod the binary; {@code null}: the one that is installed
   * @throws CommandException if there is no mongod
   */
  static LocalPipeline start(@Nullable Path mongod, boolean files) throws IOException {
    Path binary = RealMongod.binary(mongod);
    return new LocalPipeline(Files.createTempDirectory("sessionfold-bench"), binary, files);
  }

  private static Place place(Path directory, String bootstrapServers, String mongoUri) {
    Settings settings = Settings.read(Map.of(), Map.of(), null);
    return new Place(settings, directory, bootstrapServers, mongoUri, "bench");
  }

  private static EnumSet<Part> parts(boolean files) {
    EnumSet<Part> parts = EnumSet.of(Part.PROJECTOR, Part.MONGO_SINK);
    if (files) {
      parts.add(Part.JSONL_SINK);
    }
    return parts;
  }

  private <T extends AutoCloseable> T open(T part) {
    opened.push(part);
    return part;
  }

  Place place() {
    return place;
  }

  EventPublisher publisher() {
    return publisher;
  }

  SessionReader reader() {
    return reader;
  }

  MongoClient mongo() {
    return mongo;
  }

  /** Waits until every sink has written all of the journal. */
  void awaitIdle() {
    await(status -> status.sinks().stream().allMatch(sink -> sink.totalLag() == 0));
  }

  private void await(Predicate<PipelineStatus> condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    PipelineStatus status = pipeline.status();
    while (!condition.test(status)) {
      if (status.failure().isPresent() || System.nanoTime() > deadline) {
        throw new CommandException(
            status.failure().orElse("the pipeline is not there yet: " + status.waitingFor()));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      status = pipeline.status();
    }
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        System.err.println("sessionfold: while stopping: " + e);
      }
    }
  }
}
