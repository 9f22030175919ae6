package io.sessionfold.projector.rebuild;

import com.mongodb.client.MongoDatabase;
import io.sessionfold.file.RootId;
import io.sessionfold.file.SessionFilePaths;
import io.sessionfold.file.TreeDeletion;
import io.sessionfold.projector.store.GenerationRegistry;
import io.sessionfold.projector.store.Generations;
import io.sessionfold.projector.store.Holds;
import io.sessionfold.projector.store.MongoFailures;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.GenerationState;
import io.sessionfold.store.GenerationStatus;
import io.sessionfold.store.Hold;
import io.sessionfold.store.Projection;
import io.sessionfold.store.StoreNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/**
 * Takes away generations that nobody reads. What is dropped is said first, durably: sinks end when
 * they ask next, and a drop that is cut off is done again by the next one.
 */
public final class Drop {
  /** Sinks look every second, and before each write; a killed one is a member for 10 s more. */
  private static final Duration LEAVE = Duration.ofSeconds(30);

  private static final String DOING = "dropping a generation";
  private static final Duration TERM = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final MongoDatabase database;
  private final Path root;
  private final ConsumerGroups groups;
  private final Duration patience;
  private final GenerationRegistry registry;
  private final Holds holds;

  /**
   * In one database.
   *
   * @param root of the files
   * @param groups by which it is seen whether sinks have left
   */
  public Drop(MongoDatabase database, Path root, ConsumerGroups groups) {
    this(database, root, groups, LEAVE);
  }

  Drop(MongoDatabase database, Path root, ConsumerGroups groups, Duration patience) {
    this.patience = patience;
    this.database = database;
    this.root = root;
    this.groups = groups;
    this.registry = new GenerationRegistry(database);
    this.holds = new Holds(database);
  }

  /**
   * Drops what a generation has and the pointer does not name.
   *
   * @return what was dropped
   * @throws RebuildException if there is no such generation, it is active, somebody builds it, its
   *     files are not below this root, or a sink does not leave it; after the last of these it is
   *     to be dropped again
   */
  public Set<Projection> generation(int generation) throws InterruptedException {
    Set<Projection> gone = said(generation);
    for (Projection projection : gone) {
      awaitLeft(generation, projection);
      delete(generation, projection);
    }
    return gone;
  }

  /** Says durably what goes, while no swap can begin. */
  private Set<Projection> said(int generation) {
    Hold hold =
        new Hold(
            UUID.randomUUID().toString(),
            Instant.now().plus(TERM).truncatedTo(ChronoUnit.MILLIS),
            Map.of());
    if (!holds.holdActive(hold)) {
      throw new RebuildException(
          "a swap is under way: drop generation " + generation + " when it is over");
    }
    try {
      ActivePointer pointer = new Generations(database).readOrCreate();
      GenerationStatus status = droppable(generation, pointer);
      Set<Projection> active = activeOf(generation, pointer);
      // Of a drop that was cut off nothing is said to be left, and something may be.
      Set<Projection> gone = EnumSet.complementOf(EnumSet.copyOf(active));
      if (gone.isEmpty()) {
        throw new RebuildException(
            "generation " + generation + " is active: swap to another one before it is dropped");
      }
      if (gone.contains(Projection.FILES)) {
        requireRoot(generation, pointer);
      }
      boolean unused = registry.keepOnly(generation, active, Instant.now());
      if (!hold.equals(holds.ofActive())) {
        unused = registry.restore(status);
        throw new RebuildException(
            "it took too long to say that generation "
                + generation
                + " is dropped, and a swap may have begun: nothing was dropped; try again");
      }
      return gone;
    } finally {
      boolean unused = holds.endActive(hold);
    }
  }

  private GenerationStatus droppable(int generation, ActivePointer pointer) {
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
    return status;
  }

  private static Set<Projection> activeOf(int generation, ActivePointer pointer) {
    Set<Projection> active = EnumSet.noneOf(Projection.class);
    for (Projection projection : Projection.values()) {
      if (pointer.generation(projection) == generation) {
        active.add(projection);
      }
    }
    return active;
  }

  /** What lies below another root would be left there, and be lost from sight. */
  private void requireRoot(int generation, ActivePointer pointer) {
    String rootId = pointer.rootId();
    if (rootId == null) {
      return;
    }
    String found;
    try {
      found = RootId.read(new SessionFilePaths(root, generation));
    } catch (IOException e) {
      found = "none";
    }
    if (!found.equals(rootId)) {
      throw new RebuildException(
          "the files are below a root of the id "
              + rootId
              + ", and "
              + root
              + " has "
              + (found.equals("none") ? "none" : found)
              + ": drop the generation where the files are (--data, or files=... in the"
              + " configuration); nothing was dropped");
    }
  }

  private void awaitLeft(int generation, Projection projection) throws InterruptedException {
    String group = StoreNames.consumerGroup(projection.sink(), generation);
    long deadline = System.nanoTime() + patience.toNanos();
    while (!groups.delete(group)) {
      if (System.nanoTime() >= deadline) {
        throw new RebuildException(
            "generation "
                + generation
                + " is dropped, but a "
                + projection.sink()
                + " sink is still in group "
                + group
                + ": stop that process, then drop it again");
      }
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
    }
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

  /**
   * Drops retired generations but the last {@code keep} that were retired, and does what drops that
   * were cut off have left.
   */
  public List<Integer> allBut(int keep) throws InterruptedException {
    ActivePointer pointer = new Generations(database).readOrCreate();
    List<Integer> old = new ArrayList<>(registry.retired(pointer).stream().skip(keep).toList());
    old.addAll(cutOff());
    for (int generation : old) {
      generation(generation);
    }
    return old;
  }

  /** Those whose drop was said and not done. */
  private List<Integer> cutOff() {
    Set<String> collections =
        MongoFailures.call(DOING, () -> database.listCollectionNames().into(new HashSet<>()));
    return registry.all().stream()
        .filter(status -> status.state() == GenerationState.DROPPED)
        .map(GenerationStatus::generation)
        .filter(
            generation ->
                Files.exists(new SessionFilePaths(root, generation).directory())
                    || collections(generation).stream().anyMatch(collections::contains))
        .toList();
  }

  private static List<String> collections(int generation) {
    return List.of(
        StoreNames.sessions(generation),
        StoreNames.sessionPages(generation),
        StoreNames.rejections(generation));
  }

  private void delete(int generation, Projection projection) {
    if (projection == Projection.DOCUMENTS) {
      for (String collection : collections(generation)) {
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
        DOING,
        () -> {
          call.run();
          return true;
        });
  }

  private static void deleteFiles(Path directory) {
    try {
      TreeDeletion.of(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("the files of a generation below " + directory, e);
    }
  }
}
