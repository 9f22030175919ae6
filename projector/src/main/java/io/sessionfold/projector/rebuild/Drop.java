package io.sessionfold.projector.rebuild;

import com.mongodb.client.MongoDatabase;
import io.sessionfold.file.LiveTreeVisitor;
import io.sessionfold.file.SessionFilePaths;
import io.sessionfold.projector.store.GenerationRegistry;
import io.sessionfold.projector.store.Generations;
import io.sessionfold.projector.store.MongoFailures;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.GenerationState;
import io.sessionfold.store.GenerationStatus;
import io.sessionfold.store.Projection;
import io.sessionfold.store.StoreNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * Takes away generations that nobody reads. What is dropped is said first, durably: sinks end when
 * they ask next, and a drop that is cut off is done again by the next one.
 */
public final class Drop {
  /** Sinks look every second, and before each write. */
  private static final Duration LEAVE = Duration.ofSeconds(3);

  private final MongoDatabase database;
  private final Path root;
  private final GenerationRegistry registry;

  /**
   * In one database.
   *
   * @param root of the files
   */
  public Drop(MongoDatabase database, Path root) {
    this.database = database;
    this.root = root;
    this.registry = new GenerationRegistry(database);
  }

  /**
   * Drops what a generation has and the pointer does not name.
   *
   * @return what was dropped
   * @throws RebuildException if there is no such generation, it is active, or somebody builds it
   */
  public Set<Projection> generation(int generation) throws InterruptedException {
    ActivePointer pointer = new Generations(database).readOrCreate();
    GenerationStatus status =
        registry
            .find(generation)
            .orElseThrow(() -> new RebuildException("there is no generation " + generation));
    if (status.state(pointer).isBuilding()) {
      throw new RebuildException(
          "generation "
              + generation
              + " is being built: give it up first (sessionfold rebuild cancel)");
    }
    Set<Projection> active = EnumSet.noneOf(Projection.class);
    for (Projection projection : Projection.values()) {
      if (pointer.generation(projection) == generation) {
        active.add(projection);
      }
    }
    // Of a drop that was cut off nothing is said to be left, and something may be.
    Set<Projection> gone = EnumSet.complementOf(EnumSet.copyOf(active));
    if (gone.isEmpty()) {
      throw new RebuildException(
          "generation " + generation + " is active: swap to another one before it is dropped");
    }
    boolean unused = registry.keepOnly(generation, active, Instant.now());
    TimeUnit.NANOSECONDS.sleep(LEAVE.toNanos());
    for (Projection projection : gone) {
      delete(generation, projection);
    }
    return gone;
  }

  /**
   * The journal of a generation, if nothing that is left was made from it and it can go as well.
   */
  public OptionalInt unusedJournal(int generation) {
    ActivePointer pointer = new Generations(database).readOrCreate();
    int journal =
        registry
            .find(generation)
            .orElseThrow(() -> new RebuildException("there is no generation " + generation))
            .madeFrom()
            .journal();
    boolean used =
        pointer.journal() == journal
            || registry.all().stream()
                .anyMatch(
                    status ->
                        status.madeFrom().journal() == journal && !status.projections().isEmpty());
    return used ? OptionalInt.empty() : OptionalInt.of(journal);
  }

  /** Drops retired generations but the last {@code keep} that were retired. */
  public List<Integer> allBut(int keep) throws InterruptedException {
    ActivePointer pointer = new Generations(database).readOrCreate();
    List<Integer> old =
        registry.all().stream()
            .filter(status -> status.state(pointer) == GenerationState.RETIRED)
            .sorted(Comparator.comparing(Drop::since).reversed())
            .skip(keep)
            .map(GenerationStatus::generation)
            .toList();
    for (int generation : old) {
      generation(generation);
    }
    return old;
  }

  private static Instant since(GenerationStatus status) {
    Instant since = status.since();
    return since == null ? Instant.EPOCH : since;
  }

  private void delete(int generation, Projection projection) {
    if (projection == Projection.DOCUMENTS) {
      for (String collection :
          List.of(
              StoreNames.sessions(generation),
              StoreNames.sessionPages(generation),
              StoreNames.rejections(generation))) {
        call(() -> database.getCollection(collection).drop());
      }
    } else {
      deleteFiles(new SessionFilePaths(root, generation).directory());
    }
    BsonDocument ofSink =
        new BsonDocument("_id.generation", new BsonInt32(generation))
            .append("_id.sink", new BsonString(projection.sink()));
    call(() -> database.getCollection(StoreNames.WATERMARKS).deleteMany(ofSink));
    call(() -> database.getCollection(StoreNames.QUARANTINE).deleteMany(ofSink));
  }

  private static void call(Runnable call) {
    MongoFailures.call(
        "dropping a generation",
        () -> {
          call.run();
          return true;
        });
  }

  private static void deleteFiles(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try {
      Files.walkFileTree(
          directory,
          new LiveTreeVisitor() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException e)
                throws IOException {
              Files.deleteIfExists(emptied);
              return super.postVisitDirectory(emptied, e);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("the files of a generation below " + directory, e);
    }
  }
}
