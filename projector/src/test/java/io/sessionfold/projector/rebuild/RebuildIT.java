package io.sessionfold.projector.rebuild;

import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.deleted;
import static io.sessionfold.testkit.Events.redacted;
import static io.sessionfold.testkit.Events.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sessionfold.document.SessionDocument;
import io.sessionfold.projector.proof.ProofReport;
import io.sessionfold.projector.proof.ProofStore;
import io.sessionfold.projector.proof.Source;
import io.sessionfold.projector.rebuild.ProofPlace.Killed;
import io.sessionfold.projector.store.GenerationRegistry;
import io.sessionfold.projector.store.Holds;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.GenerationDocument;
import io.sessionfold.store.GenerationState;
import io.sessionfold.store.GenerationStatus;
import io.sessionfold.store.GenerationStatus.Lease;
import io.sessionfold.store.Projection;
import io.sessionfold.store.StoreNames;
import io.sessionfold.testkit.Brokers;
import io.sessionfold.testkit.Events;
import io.sessionfold.testkit.MongoBackend;
import io.sessionfold.testkit.Mongos;
import io.sessionfold.testkit.RandomLogs;
import io.sessionfold.testkit.TestEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A generation is built from the journal of a real broker, in a real MongoDB and in files. */
class RebuildIT {
  private static final Set<Projection> BOTH = EnumSet.allOf(Projection.class);
  private static final Set<Source> SOURCES = Set.of(Source.DOCUMENTS, Source.FILES);
  private static final int BUILT = ProofStore.GENERATION + 1;
  private static final String SECRET = "a-word-that-was-taken-back";

  @RegisterExtension final Brokers kafka = new Brokers();
  @RegisterExtension final Mongos mongo = Mongos.on(MongoBackend.REAL);
  @TempDir Path directory;

  private ProofStore store;
  private GenerationRegistry registry;
  private ProofPlace place;

  /** Generation 3 of the journal is active, with everything in it. */
  @BeforeEach
  void open() throws Exception {
    Path files = directory.resolve("files");
    store = new ProofStore(kafka, mongo, files);
    registry = new GenerationRegistry(store.database);
    place = new ProofPlace(store, files, directory);
    ActivePointer pointer =
        new ActivePointer(ProofStore.GENERATION, ProofStore.GENERATION, store.journalNumber, null);
    GenerationDocument first =
        new GenerationDocument(
            ProofStore.GENERATION, store.journalNumber, SessionDocument.FOLD, "topic");
    store
        .database
        .getCollection(StoreNames.GENERATIONS, org.bson.BsonDocument.class)
        .insertMany(List.of(pointer.toBson(), first.toBson()));
    store.with(Source.DOCUMENTS).with(Source.FILES);
    store.add(everything());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static List<TestEvent> everything() {
    List<TestEvent> events = new ArrayList<>(ProofStore.fixtures());
    for (long seed = 1; seed <= 12; seed++) {
      String session = "random-" + seed;
      RandomLogs.log(seed).events().forEach(e -> events.add(e.in(session)));
    }
    events.add(appended(SECRET).in("redacted"));
    events.add(redacted(target(Events.AGENT, 0)).in("redacted"));
    events.add(appended(SECRET).in("deleted"));
    events.add(deleted().in("deleted"));
    for (int i = 0; i < 40; i++) {
      events.add(appended("message " + i).in("long"));
    }
    return events;
  }

  private GenerationStatus rebuild() throws InterruptedException {
    return new Rebuild(store.database, place, "a test", 0).run(BOTH);
  }

  /** By a process that lives. */
  private GenerationStatus rebuilt() throws InterruptedException {
    place.dyingAt(1, () -> false);
    return rebuild();
  }

  private ProofReport proved(int generation) {
    List<io.sessionfold.projector.proof.Difference> found = new ArrayList<>();
    ProofReport report = store.prove(generation, store.settings(), SOURCES, found);
    assertThat(found).isEmpty();
    return report;
  }

  @Test
  void what_is_built_says_what_the_active_generation_says_and_nothing_that_was_taken_back()
      throws Exception {
    GenerationStatus end = rebuild();
    assertThat(end.state()).as(end.failure()).isEqualTo(GenerationState.READY);
    assertThat(end.generation()).isEqualTo(BUILT);
    assertThat(end.lease()).isNull();
    assertThat(proved(BUILT).roots()).isEqualTo(proved(ProofStore.GENERATION).roots());
    for (String collection : List.of(StoreNames.sessions(BUILT), StoreNames.sessionPages(BUILT))) {
      assertThat(store.database.getCollection(collection).find().map(Document::toJson))
          .as(collection)
          .isNotEmpty()
          .noneMatch(json -> json.contains(SECRET));
    }
    assertThat(texts(directory.resolve("files/g" + BUILT)))
        .isNotEmpty()
        .noneMatch(text -> text.contains(SECRET));
    assertThat(texts(directory.resolve("scratch"))).isEmpty();
    assertThat(new Holds(store.database).ofGeneration(BUILT)).isNull();
    assertThat(indexes(BUILT)).isEqualTo(indexes(ProofStore.GENERATION));
  }

  private Set<String> indexes(int generation) {
    Set<String> names = new HashSet<>();
    store
        .database
        .getCollection(StoreNames.sessions(generation))
        .listIndexes()
        .forEach(index -> names.add(index.getString("name")));
    return names;
  }

  private static List<String> texts(Path below) throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(below)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.add(Files.readString(file));
      }
    }
    return texts;
  }

  @Test
  void a_process_that_dies_anywhere_is_continued_by_the_next() throws Exception {
    Map<GenerationState, Integer> calls =
        Map.of(GenerationState.LOADING, 3, GenerationState.CATCHING_UP, 2);
    for (GenerationState state :
        List.of(GenerationState.LOADING, GenerationState.CATCHING_UP, GenerationState.VERIFYING)) {
      for (int call = 1; call <= calls.getOrDefault(state, 3); call++) {
        place.dyingAt(call, () -> registry.find(BUILT).orElseThrow().state() == state);
        assertThatThrownBy(this::rebuild).as("%s, call %d", state, call).isInstanceOf(Killed.class);
        assertThat(registry.find(BUILT).orElseThrow().state()).isEqualTo(state);
      }
    }
    GenerationStatus end = rebuilt();
    assertThat(end.state()).as(end.failure()).isEqualTo(GenerationState.READY);
    assertThat(proved(BUILT).roots()).isEqualTo(proved(ProofStore.GENERATION).roots());
  }

  @Test
  void what_differs_from_the_log_is_not_ready() throws Exception {
    place.beforeProof(
        () ->
            store
                .database
                .getCollection(StoreNames.sessions(BUILT))
                .deleteOne(new Document("_id", "long")));
    GenerationStatus end = rebuild();
    assertThat(end.state()).isEqualTo(GenerationState.FAILED);
    assertThat(end.failure()).contains("1 differences from the log", "default/long");
  }

  @Test
  void one_process_builds_and_another_is_refused_until_the_lease_runs_out() throws Exception {
    assertThat(created(Instant.now().plusSeconds(60))).isTrue();
    assertThatThrownBy(this::rebuild)
        .isInstanceOf(RebuildException.class)
        .hasMessageContaining("generation 4 is being built by somebody");
    store.database.getCollection(StoreNames.GENERATIONS).deleteOne(new Document("_id", BUILT));
    assertThat(created(Instant.now().minusSeconds(1))).isTrue();
    assertThatThrownBy(
            () ->
                new Rebuild(store.database, place, "a test", 0)
                    .run(EnumSet.of(Projection.DOCUMENTS)))
        .hasMessageContaining("go on with the same");
    assertThat(rebuild().state()).isEqualTo(GenerationState.READY);
  }

  private boolean created(Instant until) {
    GenerationDocument madeFrom =
        new GenerationDocument(BUILT, store.journalNumber, SessionDocument.FOLD, "topic");
    return registry.create(madeFrom, BOTH, new Lease("other", "somebody", until), Instant.now());
  }

  @Test
  void a_rebuild_waits_goes_on_and_is_given_up_as_it_is_told() throws Exception {
    place.beforeProof(() -> registry.pause(BUILT, true));
    CompletableFuture<GenerationStatus> running =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return rebuild();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    await().until(() -> registry.find(BUILT).map(GenerationStatus::paused).orElse(false));
    registry.pause(BUILT, false);
    assertThat(running.get().state()).isEqualTo(GenerationState.READY);

    place.dyingAt(1, () -> true);
    assertThatThrownBy(this::rebuild).isInstanceOf(Killed.class);
    Rebuild.cancel(registry, BUILT + 1);
    GenerationStatus given = registry.find(BUILT + 1).orElseThrow();
    assertThat(given.state()).isEqualTo(GenerationState.FAILED);
    assertThat(given.failure()).isEqualTo(GenerationRegistry.GIVEN_UP);
    assertThat(rebuilt().generation()).as("numbers are used once").isEqualTo(BUILT + 2);
  }

  @Test
  void only_one_projection_is_built_if_so_asked() throws Exception {
    GenerationStatus end =
        new Rebuild(store.database, place, "a test", 0).run(EnumSet.of(Projection.DOCUMENTS));
    assertThat(end.state()).as(end.failure()).isEqualTo(GenerationState.READY);
    assertThat(Files.exists(directory.resolve("files/g" + BUILT))).isFalse();
    assertThat(new Holds(store.database).on(Projection.DOCUMENTS, BUILT, Instant.now())).isEmpty();
    assertThat(Map.of(BUILT, end.projections())).containsEntry(BUILT, Set.of(Projection.DOCUMENTS));
  }
}
