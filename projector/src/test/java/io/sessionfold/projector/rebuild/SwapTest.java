package io.sessionfold.projector.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoDatabase;
import io.sessionfold.document.SessionDocument;
import io.sessionfold.projector.store.GenerationDroppedException;
import io.sessionfold.projector.store.GenerationRegistry;
import io.sessionfold.projector.store.Generations;
import io.sessionfold.projector.store.Holds;
import io.sessionfold.projector.store.MongoConnection;
import io.sessionfold.projector.store.MongoWatermarks;
import io.sessionfold.sink.Watermark;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.GenerationDocument;
import io.sessionfold.store.GenerationState;
import io.sessionfold.store.Hold;
import io.sessionfold.store.Projection;
import io.sessionfold.testkit.MongoBackend;
import io.sessionfold.testkit.Mongos;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The pointer moves from generation to generation, and sinks are held for it. */
class SwapTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Set<Projection> BOTH = EnumSet.allOf(Projection.class);

  @RegisterExtension final Mongos mongo = Mongos.on(MongoBackend.EMULATOR);
  @TempDir private Path files;

  private MongoConnection connection;
  private MongoDatabase database;
  private Generations generations;
  private GenerationRegistry registry;
  private Holds holds;
  private MongoWatermarks watermarks;

  @BeforeEach
  void open() {
    connection = MongoConnection.open(mongo.uri(), false);
    database = connection.database(mongo.database());
    generations = new Generations(database);
    registry = new GenerationRegistry(database);
    holds = new Holds(database);
    watermarks = new MongoWatermarks(database);
    generations.readOrCreate();
    generations.open(1, 1, "topic");
  }

  @AfterEach
  void close() {
    connection.close();
  }

  private void create(int generation, Set<Projection> projections, GenerationState state) {
    GenerationDocument madeFrom =
        new GenerationDocument(generation, 1, SessionDocument.FOLD, "topic");
    assertThat(registry.create(madeFrom, projections, Work.lease("me", "a test"), Instant.now()))
        .isTrue();
    assertThat(registry.mark(generation, state, Instant.now())).isTrue();
  }

  private void reached(int generation, long position) {
    for (Projection projection : Projection.values()) {
      watermarks.raise(generation, projection.sink(), Map.of(0, new Watermark(position, 0, 0)));
    }
  }

  private Swap swap(long end) {
    return new Swap(database, journal -> Map.of(0, end));
  }

  @Test
  void the_pointer_moves_to_a_generation_that_has_passed_the_end() throws Exception {
    create(2, BOTH, GenerationState.READY);
    reached(2, 10);
    ActivePointer after = swap(10).to(2, SHORT);
    assertThat(after).isEqualTo(new ActivePointer(2, 2, 1, null));
    assertThat(generations.read()).contains(after);
    assertThat(holds.ofActive()).as("the hold is over").isNull();
    assertThat(registry.find(1).orElseThrow().state(after)).isEqualTo(GenerationState.RETIRED);
    assertThat(registry.find(2).orElseThrow().state(after)).isEqualTo(GenerationState.ACTIVE);
  }

  @Test
  void what_is_swapped_can_be_swapped_back() throws Exception {
    create(2, BOTH, GenerationState.READY);
    reached(1, 10);
    reached(2, 10);
    swap(10).to(2, SHORT);
    assertThat(swap(10).to(1, SHORT)).isEqualTo(ActivePointer.FIRST);
  }

  @Test
  void only_what_a_generation_has_is_moved() throws Exception {
    create(2, EnumSet.of(Projection.DOCUMENTS), GenerationState.READY);
    reached(2, 10);
    assertThat(swap(10).to(2, SHORT)).isEqualTo(new ActivePointer(2, 1, 1, null));
    assertThat(registry.find(1).orElseThrow().state(generations.readOrCreate()))
        .isEqualTo(GenerationState.ACTIVE);
  }

  @Test
  void a_generation_that_is_behind_is_not_swapped_in_and_the_hold_ends() {
    create(2, BOTH, GenerationState.READY);
    reached(2, 9);
    assertThatThrownBy(() -> swap(10).to(2, SHORT))
        .isInstanceOf(RebuildException.class)
        .hasMessageContaining("did not get to the end")
        .hasMessageContaining("at 9 of 10 on partition 0");
    assertThat(generations.read()).contains(ActivePointer.FIRST);
    assertThat(holds.ofActive()).isNull();
  }

  @Test
  void only_a_proved_generation_is_swapped_in() {
    create(2, BOTH, GenerationState.VERIFYING);
    reached(2, 10);
    assertThatThrownBy(() -> swap(10).to(2, SHORT))
        .isInstanceOf(RebuildException.class)
        .hasMessageContaining("generation 2 is VERIFYING");
    assertThatThrownBy(() -> swap(10).to(3, SHORT)).hasMessageContaining("no generation 3");
    assertThatThrownBy(() -> swap(10).to(1, SHORT)).hasMessageContaining("active already");
  }

  @Test
  void the_old_sinks_are_held_before_the_end_is_looked_up_and_until_the_pointer_has_moved()
      throws Exception {
    create(2, BOTH, GenerationState.READY);
    AtomicReference<Hold> atLookup = new AtomicReference<>();
    Swap swap =
        new Swap(
            database,
            journal -> {
              atLookup.set(holds.on(Projection.FILES, 1, Instant.now()).get(0));
              return Map.of(0, 10L);
            });
    CompletableFuture<ActivePointer> swapped =
        CompletableFuture.supplyAsync(() -> uninterrupted(swap));
    await().until(() -> held(1) != null && held(1).vector() != null);
    assertThat(atLookup.get().vector()).as("where to go to is not known yet").isNull();
    assertThat(held(1).limit(0)).isEqualTo(10);
    assertThat(held(2)).as("the new sinks go on").isNull();
    assertThat(generations.read()).contains(ActivePointer.FIRST);
    reached(2, 10);
    assertThat(swapped.get().documents()).isEqualTo(2);
  }

  private static ActivePointer uninterrupted(Swap swap) {
    try {
      return swap.to(2, Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Hold held(int generation) {
    return holds.on(Projection.DOCUMENTS, generation, Instant.now()).stream()
        .findFirst()
        .orElse(null);
  }

  @Test
  void two_swaps_at_once_are_refused() {
    create(2, BOTH, GenerationState.READY);
    assertThat(holds.holdActive(new Hold("other", soon(), Map.of(Projection.DOCUMENTS, 1))))
        .isTrue();
    assertThatThrownBy(() -> swap(10).to(2, SHORT)).hasMessageContaining("another swap");
  }

  @Test
  void a_hold_that_ran_out_is_ended_by_whoever_meets_it_and_its_owner_cannot_move_the_pointer() {
    create(2, BOTH, GenerationState.READY);
    Hold old = new Hold("dead", Instant.EPOCH, Map.of(Projection.DOCUMENTS, 1));
    assertThat(holds.holdActive(old)).isTrue();
    assertThat(holds.on(Projection.DOCUMENTS, 1, Instant.now())).isEmpty();
    assertThat(holds.ofActive()).isNull();
    ActivePointer to = new ActivePointer(2, 2, 1, null);
    assertThat(holds.move(ActivePointer.FIRST, to, old)).isFalse();
    assertThat(generations.read()).contains(ActivePointer.FIRST);
  }

  @Test
  void a_hold_is_renewed_by_its_owner_alone() {
    Hold hold = new Hold("mine", soon(), Map.of(Projection.DOCUMENTS, 1));
    assertThat(holds.holdActive(hold)).isTrue();
    assertThat(holds.holdActive(hold)).as("there is one").isFalse();
    Hold later = new Hold("mine", soon().plusSeconds(1), hold.generations(), Map.of(0, 3L, 1, 4L));
    assertThat(holds.renewActive(hold, later)).isTrue();
    assertThat(holds.ofActive()).isEqualTo(later);
    assertThat(holds.renewActive(hold, later)).as("it was renewed since").isFalse();
    assertThat(holds.endActive(new Hold("other", soon(), Map.of()))).isFalse();
    assertThat(holds.endActive(hold)).isTrue();
  }

  @Test
  void a_dropped_generation_is_not_written_any_more() throws Exception {
    create(2, BOTH, GenerationState.RETIRED);
    reached(2, 10);
    database.getCollection("sessions_g2").insertOne(new Document("_id", "s"));
    assertThat(new Drop(database, files, group -> true).generation(2)).isEqualTo(BOTH);
    assertThatThrownBy(() -> holds.on(Projection.DOCUMENTS, 2, Instant.now()))
        .isInstanceOf(GenerationDroppedException.class);
    assertThat(database.listCollectionNames()).doesNotContain("sessions_g2");
    assertThat(watermarks.read(2, "mongo", Set.of(0))).containsEntry(0, Watermark.NONE);
    assertThat(registry.find(2).orElseThrow().state(ActivePointer.FIRST))
        .isEqualTo(GenerationState.DROPPED);
  }

  @Test
  void a_generation_is_not_deleted_while_a_sink_is_in_its_group() throws Exception {
    create(2, BOTH, GenerationState.RETIRED);
    database.getCollection("sessions_g2").insertOne(new Document("_id", "s"));
    List<String> members = new ArrayList<>(List.of("sessionfold-mongo-g2"));
    Drop drop = new Drop(database, files, group -> !members.contains(group), SHORT);
    assertThatThrownBy(() -> drop.generation(2))
        .hasMessageContaining("a mongo sink is still in group sessionfold-mongo-g2");
    assertThat(database.listCollectionNames()).contains("sessions_g2");
    members.clear();
    assertThat(drop.allBut(1)).as("what was cut off").containsExactly(2);
    assertThat(database.listCollectionNames()).doesNotContain("sessions_g2");
  }

  @Test
  void nothing_is_dropped_amid_a_swap_and_nothing_below_another_root() {
    create(2, BOTH, GenerationState.RETIRED);
    Drop drop = new Drop(database, files, group -> true);
    Hold swap = new Hold("other", soon(), Map.of(Projection.DOCUMENTS, 1));
    assertThat(holds.holdActive(swap)).isTrue();
    assertThatThrownBy(() -> drop.generation(2)).hasMessageContaining("a swap is under way");
    assertThat(holds.endActive(swap)).isTrue();
    generations.claimRoot("another");
    assertThatThrownBy(() -> drop.generation(2)).hasMessageContaining("root of the id another");
    assertThat(registry.find(2).orElseThrow().state()).isEqualTo(GenerationState.RETIRED);
    assertThat(holds.ofActive()).isNull();
  }

  @Test
  void the_last_ones_that_were_retired_are_kept() throws Exception {
    for (int generation = 2; generation <= 4; generation++) {
      create(generation, BOTH, GenerationState.READY);
      reached(generation, 10);
      swap(10).to(generation, SHORT);
    }
    // As a swap that was killed after it had moved the pointer leaves it.
    assertThat(registry.mark(3, GenerationState.ACTIVE, Instant.EPOCH)).isTrue();
    assertThat(registry.retired(generations.readOrCreate())).containsExactly(3, 2, 1);
    assertThat(new Drop(database, files, group -> true).allBut(1)).containsExactly(2, 1);
    assertThat(registry.retired(generations.readOrCreate())).containsExactly(3);
  }

  @Test
  void a_drop_that_was_killed_stops_the_next_one_until_its_hold_has_run_out() throws Exception {
    create(2, BOTH, GenerationState.RETIRED);
    assertThat(holds.holdActive(new Hold("killed", soon(), Map.of()))).isTrue();
    Drop drop = new Drop(database, files, group -> true);
    assertThatThrownBy(() -> drop.generation(2)).hasMessageContaining("a swap is under way");
    Hold old = new Hold("killed", Instant.EPOCH, Map.of());
    assertThat(holds.renewActive(Objects.requireNonNull(holds.ofActive()), old)).isTrue();
    assertThat(drop.generation(2)).isEqualTo(BOTH);
    assertThat(holds.ofActive()).as("the hold is over").isNull();
  }

  @Test
  void what_is_active_or_being_built_is_not_dropped() {
    create(2, BOTH, GenerationState.LOADING);
    Drop drop = new Drop(database, files, group -> true);
    assertThatThrownBy(() -> drop.generation(1)).hasMessageContaining("generation 1 is active");
    assertThatThrownBy(() -> drop.generation(2)).hasMessageContaining("is being built");
    assertThatThrownBy(() -> drop.generation(7)).hasMessageContaining("no generation 7");
  }

  private static Instant soon() {
    return Instant.now().plusSeconds(30).truncatedTo(ChronoUnit.MILLIS);
  }
}
