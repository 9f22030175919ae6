package io.sessionfold.benchmarks;

import io.sessionfold.benchmarks.OpenFiles.Kind;
import io.sessionfold.cli.Place;
import io.sessionfold.cli.pipeline.PipelineTopics;
import io.sessionfold.event.EventType;
import io.sessionfold.ingest.EventEnvelope;
import io.sessionfold.ingest.EventPublisher;
import io.sessionfold.ingest.PublisherSettings;
import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fills the event log, then starts projector and both sinks in a JVM of their own and watches. */
final class LimitsRun {
  private static final int SINKS = 2;

  private final Place place;

  LimitsRun(Place place) {
    this.place = place;
  }

  /** Publishes everything, and waits until all of it is acknowledged. */
  void fill(Workload workload) throws Exception {
    PipelineTopics.ensure(place, LocalPipeline.PARTITIONS);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    try (EventPublisher publisher =
        EventPublisher.open(PublisherSettings.of(place.bootstrapServers(), "/bench"))) {
      int[] published = {0};
      workload.forEach(
          (session, data) -> {
            EventEnvelope envelope = EventEnvelope.ofId("bench-" + published[0]++);
            var unused =
                publisher
                    .publish(session, EventType.MESSAGE_APPENDED, data, envelope)
                    .whenComplete((position, e) -> failure.compareAndSet(null, e));
          });
      publisher.flush();
    }
    Throwable failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("an event was not published", failed);
    }
  }

  /** Starts the parts and waits until both sinks have written every change. */
  void measure(Workload workload, Figures figures) throws Exception {
    Path gc = place.data().resolve("gc.log");
    OpenFiles most = new OpenFiles(Map.of());
    int mostAtOnce = 0;
    try (PartsProcess parts = start(gc)) {
      while (!isDone(parts.statusFile(), workload.events())) {
        parts.pause();
        OpenFiles now = OpenFiles.of(parts.pid(), place.state(), place.files());
        most = most.most(now);
        mostAtOnce = Math.max(mostAtOnce, now.all());
      }
      double seconds = parts.seconds();
      String section = workload.name();
      figures.add(section, "events", workload.events());
      figures.add(section, "bytes of an event's data", workload.bytes());
      figures.add(section, "seconds from process start until written", seconds);
      figures.add(section, "events a second", workload.events() / seconds);
      try (Stream<String> lines = Files.lines(gc)) {
        figures.add(
            section, "heap after a collection, most, MiB", GcLog.mostAfterCollection(lines));
      }
      figures.add(section, "memory of the process, most, MiB", Memory.peakMebibytes(parts.pid()));
      figures.add(section, "file descriptors, most at once", mostAtOnce);
      for (Kind kind : Kind.values()) {
        figures.add(
            section, "file descriptors, " + kind.name().toLowerCase(Locale.ROOT), most.of(kind));
      }
      parts.stop();
    }
  }

  private PartsProcess start(Path gc) throws IOException {
    return PartsProcess.start(
        Files.createDirectories(place.data()),
        List.of(GcLog.option(gc)),
        List.of(
            "projector",
            "mongo-sink",
            "jsonl-sink",
            "--bootstrap-servers",
            place.bootstrapServers(),
            "--mongo-uri",
            place.mongoUri()),
        Map.of());
  }

  private static boolean isDone(Path statusFile, int events) throws IOException {
    try {
      return isDone(JsonText.parse(Files.readAllBytes(statusFile)), events);
    } catch (NoSuchFileException e) {
      return false;
    } catch (JsonSyntaxException e) {
      throw new IOException(statusFile + " is no JSON", e);
    }
  }

  /** Whether both sinks have taken so many records of the journal, and have none left. */
  static boolean isDone(JsonText status, int events) {
    List<JsonText> sinks = Objects.requireNonNull(status.members().get("sinks")).elements();
    return sinks.size() == SINKS
        && sinks.stream().map(JsonText::members).allMatch(sink -> isDone(sink, events));
  }

  private static boolean isDone(Map<String, JsonText> sink, int events) {
    JsonText records = sink.get("records");
    JsonText lag = sink.get("lag");
    return records != null && lag != null && records.integer() >= events && lag.integer() == 0;
  }
}
