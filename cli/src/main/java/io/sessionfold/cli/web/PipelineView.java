package io.sessionfold.cli.web;

import com.mongodb.client.MongoDatabase;
import io.sessionfold.cli.Place;
import io.sessionfold.cli.pipeline.StatusFile;
import io.sessionfold.cli.quarantine.MarkText;
import io.sessionfold.cli.rebuild.GenerationText;
import io.sessionfold.cli.status.Progress;
import io.sessionfold.cli.status.Stage;
import io.sessionfold.http.problem.Problem;
import io.sessionfold.http.problem.ProblemException;
import io.sessionfold.http.problem.ProblemType;
import io.sessionfold.journal.Times;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.projector.store.GenerationRegistry;
import io.sessionfold.projector.store.Generations;
import io.sessionfold.projector.store.MongoQuarantine;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.StoreNames;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the pipeline is doing, as one object: {@code {at, stages, dead_letters, quarantined,
 * generations, processes}}. It is looked at once a second at most, however many ask. Thread-safe.
 */
final class PipelineView implements Supplier<JsonText>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PipelineView.class);
  private static final long GOOD_FOR_NANOS = 1_000_000_000L;
  private static final int MOST_LISTED = 100;

  private final Place place;
  private @Nullable Progress progress;
  private List<Stage> before = List.of();
  private long lookedAt;
  private @Nullable JsonText last;

  PipelineView(Place place) {
    this.place = place;
  }

  @Override
  public synchronized JsonText get() {
    long now = System.nanoTime();
    if (last == null || now - lookedAt > GOOD_FOR_NANOS) {
      try {
        last = look(now);
      } catch (RuntimeException e) {
        close();
        LOG.debug("the pipeline cannot be looked at", e);
        throw new ProblemException(
            Problem.of(
                    ProblemType.STORE_UNAVAILABLE,
                    "Kafka or MongoDB does not answer for the state of the pipeline")
                .retryAfter(2),
            e);
      }
    }
    return last;
  }

  private JsonText look(long now) {
    if (progress == null) {
      progress = new Progress(place);
      before = List.of();
    }
    MongoDatabase database = progress.database();
    ActivePointer pointer = new Generations(database).read().orElse(ActivePointer.FIRST);
    List<Stage> stages = progress.stages();
    List<JsonText> rated = rated(stages, (now - lookedAt) / 1e9);
    before = stages;
    lookedAt = now;
    String rejections = StoreNames.rejections(pointer.documents());
    return new JsonWriter(4096)
        .add("at", Times.format(Instant.now()))
        .add("stages", rated)
        .add(
            "dead_letters",
            new JsonWriter()
                .add("rejected", database.getCollection(rejections).estimatedDocumentCount())
                .done())
        .add("quarantined", quarantined(database))
        .add("generations", generations(database, pointer))
        .add("processes", processes())
        .done();
  }

  /** Rates since the last look; none at the first, and after a swap. */
  private List<JsonText> rated(List<Stage> stages, double seconds) {
    Map<String, Stage> known = new HashMap<>();
    before.forEach(stage -> known.put(stage.name() + stage.topic(), stage));
    List<JsonText> rated = new ArrayList<>();
    for (Stage stage : stages) {
      Stage earlier = known.get(stage.name() + stage.topic());
      double rate =
          earlier == null ? 0 : Math.max(0, (stage.position() - earlier.position()) / seconds);
      rated.add(stage.json(rate));
    }
    return rated;
  }

  private static List<JsonText> quarantined(MongoDatabase database) {
    return new MongoQuarantine(database)
        .all().stream().limit(MOST_LISTED).map(MarkText::json).toList();
  }

  private static List<JsonText> generations(MongoDatabase database, ActivePointer pointer) {
    return new GenerationRegistry(database)
        .all().stream().map(status -> GenerationText.json(status, pointer)).toList();
  }

  private List<JsonText> processes() {
    try {
      return StatusFile.readAll(place.data());
    } catch (IOException e) {
      LOG.debug("the status of the parts cannot be read", e);
      return List.of();
    }
  }

  @Override
  public synchronized void close() {
    if (progress != null) {
      progress.close();
      progress = null;
    }
  }
}
