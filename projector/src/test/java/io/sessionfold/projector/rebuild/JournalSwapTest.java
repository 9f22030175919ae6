package io.sessionfold.projector.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoDatabase;
import io.sessionfold.document.SessionDocument;
import io.sessionfold.projector.store.GenerationRegistry;
import io.sessionfold.projector.store.Generations;
import io.sessionfold.projector.store.MongoConnection;
import io.sessionfold.projector.store.MongoWatermarks;
import io.sessionfold.sink.Watermark;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.BuiltFrom;
import io.sessionfold.store.GenerationDocument;
import io.sessionfold.store.GenerationState;
import io.sessionfold.store.Projection;
import io.sessionfold.testkit.MongoBackend;
import io.sessionfold.testkit.Mongos;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The pointer moves to a generation of another journal and back, and journals go. */
class JournalSwapTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Set<Projection> BOTH = EnumSet.allOf(Projection.class);

  @RegisterExtension final Mongos mongo = Mongos.on(MongoBackend.EMULATOR);
  @TempDir private Path files;

  private MongoConnection connection;
  private MongoDatabase database;
  private Generations generations;
  private GenerationRegistry registry;
  private MongoWatermarks watermarks;

  @BeforeEach
  void open() {
    connection = MongoConnection.open(mongo.uri(), false);
    database = connection.database(mongo.database());
    generations = new Generations(database);
    registry = new GenerationRegistry(database);
    watermarks = new MongoWatermarks(database);
    generations.readOrCreate();
    generations.open(1, 1, "topic");
  }

  @AfterEach
  void close() {
    connection.close();
  }

  private Swap swap(long end) {
    return new Swap(database, journal -> Map.of(0, end));
  }

  private void createOfOtherJournal(int generation, Set<Projection> projections) {
    GenerationDocument madeFrom =
        new GenerationDocument(generation, 2, SessionDocument.FOLD, "other", BuiltFrom.EVENTS);
    assertThat(registry.create(madeFrom, projections, Work.lease("me", "a test"), Instant.now()))
        .isTrue();
    assertThat(registry.mark(generation, GenerationState.READY, Instant.now())).isTrue();
  }

  private void at(int generation, Watermark watermark) {
    for (Projection projection : Projection.values()) {
      watermarks.raise(generation, projection.sink(), Map.of(0, watermark));
    }
  }

  @Test
  void
      a_generation_of_another_journal_has_to_reach_the_old_one_in_the_event_log_and_takes_the_journal_along()
          throws Exception {
    createOfOtherJournal(2, BOTH);
    at(1, new Watermark(10, 7, 3));
    at(2, new Watermark(4, 7, 3));
    ActivePointer after = swap(10).to(2, SHORT);
    assertThat(after).isEqualTo(new ActivePointer(2, 2, 2, null));
    assertThat(generations.read()).contains(after);
    assertThat(registry.find(1).orElseThrow().state(after)).isEqualTo(GenerationState.RETIRED);
    at(1, new Watermark(12, 8, 4));
    at(2, new Watermark(5, 8, 3));
    assertThat(swap(5).to(1, SHORT)).as("and back").isEqualTo(ActivePointer.FIRST);
  }

  @Test
  void neither_topic_may_be_behind_in_a_generation_of_another_journal() {
    createOfOtherJournal(2, BOTH);
    at(1, new Watermark(10, 7, 3));
    at(2, new Watermark(99, 6, 2));
    assertThatThrownBy(() -> swap(10).to(2, SHORT))
        .isInstanceOf(RebuildException.class)
        .hasMessageContaining("generation 2 is at 6 of 7 on partition 0 of agent-messages");
    at(2, new Watermark(99, 7, 2));
    assertThatThrownBy(() -> swap(10).to(2, SHORT))
        .hasMessageContaining("generation 2 is at 2 of 3 on partition 0 of agent-metadata");
    assertThat(generations.read()).contains(ActivePointer.FIRST);
  }

  @Test
  void
      the_old_sinks_have_to_stand_at_the_hold_before_a_generation_of_another_journal_is_compared() {
    createOfOtherJournal(2, BOTH);
    at(1, new Watermark(9, 7, 3));
    at(2, new Watermark(99, 99, 99));
    assertThatThrownBy(() -> swap(10).to(2, SHORT))
        .hasMessageContaining("sink of generation 1 is at 9 of 10 on partition 0");
    assertThat(generations.read()).contains(ActivePointer.FIRST);
  }

  @Test
  void documents_and_files_change_to_another_journal_together() {
    createOfOtherJournal(2, EnumSet.of(Projection.DOCUMENTS));
    at(1, new Watermark(10, 7, 3));
    at(2, new Watermark(99, 99, 99));
    assertThatThrownBy(() -> swap(10).to(2, SHORT))
        .isInstanceOf(RebuildException.class)
        .hasMessageContaining("documents and files change to another journal together");
    assertThat(generations.read()).contains(ActivePointer.FIRST);
  }

  @Test
  void a_journal_goes_when_nothing_that_is_left_was_made_from_it() throws Exception {
    createOfOtherJournal(2, BOTH);
    createOfOtherJournal(3, BOTH);
    Drop drop = new Drop(database, files, group -> true);
    drop.generation(2);
    assertThat(drop.unusedJournal(2)).as("generation 3 is made from it").isEmpty();
    drop.generation(3);
    assertThat(drop.unusedJournal(3)).hasValue(2);
    assertThat(drop.unusedJournal(2)).as("of a drop that is done again").hasValue(2);
    GenerationDocument madeFrom = new GenerationDocument(4, 1, SessionDocument.FOLD, "topic");
    assertThat(registry.create(madeFrom, BOTH, Work.lease("me", "a test"), Instant.now())).isTrue();
    assertThat(registry.mark(4, GenerationState.READY, Instant.now())).isTrue();
    drop.generation(4);
    assertThat(drop.unusedJournal(4)).as("readers are sent to it").isEmpty();
  }
}
