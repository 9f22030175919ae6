package io.sessionfold.projector.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoDatabase;
import io.sessionfold.projector.regroup.Budget;
import io.sessionfold.projector.store.GenerationRegistry;
import io.sessionfold.projector.store.Generations;
import io.sessionfold.projector.store.MongoConnection;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.sink.Watermark;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.BuiltFrom;
import io.sessionfold.store.GenerationState;
import io.sessionfold.store.GenerationStatus;
import io.sessionfold.store.OwnJournal;
import io.sessionfold.store.Projection;
import io.sessionfold.testkit.MongoBackend;
import io.sessionfold.testkit.Mongos;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A rebuild from events that is cut off while its journal is being made. */
class ResumedRebuildTest {
  private static final Set<Projection> BOTH = EnumSet.allOf(Projection.class);

  @RegisterExtension final Mongos mongo = Mongos.on(MongoBackend.EMULATOR);
  @TempDir private Path scratch;

  private final List<String> done = new ArrayList<>();
  private MongoConnection connection;
  private MongoDatabase database;
  private GenerationRegistry registry;
  private Map<Integer, Watermark> ends = Map.of(0, new Watermark(0, 7, 3));
  private Map<Integer, Watermark> sequenced = Map.of();
  private int lastJournal = 1;

  private static final class CutOff extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CutOff(String where) {
      super(where);
    }
  }

  @BeforeEach
  void open() {
    connection = MongoConnection.open(mongo.uri(), false);
    database = connection.database(mongo.database());
    registry = new GenerationRegistry(database);
    new Generations(database).readOrCreate();
    new Generations(database).open(1, 1, "topic");
  }

  @AfterEach
  void close() {
    connection.close();
  }

  private GenerationStatus run() throws InterruptedException {
    return new Rebuild(database, new CutOffPlace(), "a test", 0).run(BOTH, BuiltFrom.EVENTS);
  }

  private GenerationStatus stored(int generation) {
    return registry.find(generation).orElseThrow();
  }

  @Test
  void it_goes_on_with_the_same_generation_journal_and_goal() throws Exception {
    assertThatThrownBy(this::run).isInstanceOf(CutOff.class);
    GenerationStatus begun = stored(2);
    assertThat(begun.state()).isEqualTo(GenerationState.LOADING);
    assertThat(begun.madeFrom().from()).isEqualTo(BuiltFrom.EVENTS);
    assertThat(begun.madeFrom().journal()).isEqualTo(2);
    assertThat(begun.ownJournal()).isEqualTo(new OwnJournal(ends, null, false));

    Map<Integer, Watermark> goal = ends;
    ends = Map.of(0, new Watermark(0, 70, 30));
    lastJournal = 2;
    sequenced = Map.of(0, new Watermark(0, 7, 2));
    assertThatThrownBy(this::run).isInstanceOf(CutOff.class);
    assertThat(stored(2).ownJournal().sequenceTo()).isEqualTo(goal);
    assertThat(registry.find(3)).as("another one").isEmpty();
    assertThat(done)
        .containsExactly("make 2", "sequence 2", "close 2", "make 2", "sequence 2", "close 2");

    sequenced = Map.of(0, new Watermark(0, 8, 3));
    assertThatThrownBy(this::run).as("the load").isInstanceOf(CutOff.class).hasMessage("ends");
  }

  @Test
  void the_number_of_a_journal_is_never_taken_again() {
    lastJournal = 5;
    assertThatThrownBy(this::run).isInstanceOf(CutOff.class);
    assertThat(stored(2).madeFrom().journal()).isEqualTo(6);
    Rebuild.cancel(registry, 2);
    assertThat(stored(2).state()).isEqualTo(GenerationState.FAILED);
    lastJournal = 1;
    assertThatThrownBy(this::run).isInstanceOf(CutOff.class);
    assertThat(stored(3).madeFrom().journal()).isEqualTo(7);
  }

  @Test
  void it_is_gone_on_with_from_events_only_and_has_both_projections() {
    Rebuild rebuild = new Rebuild(database, new CutOffPlace(), "a test", 0);
    assertThatThrownBy(() -> rebuild.run(Set.of(Projection.FILES), BuiltFrom.EVENTS))
        .isInstanceOf(RebuildException.class)
        .hasMessageContaining("has documents and files");
    assertThatThrownBy(this::run).isInstanceOf(CutOff.class);
    assertThatThrownBy(() -> rebuild.run(BOTH))
        .isInstanceOf(RebuildException.class)
        .hasMessageContaining("is built from events");
  }

  @Test
  void differences_are_accepted_once_they_were_told() {
    assertThatThrownBy(this::run).isInstanceOf(CutOff.class);
    assertThat(registry.acceptDifferences(2)).as("there is no list").isFalse();
    assertThat(registry.lease(2, Work.lease("me", "a test"), Instant.now())).isTrue();
    assertThat(registry.compared(2, "me", new OwnJournal.Comparison(0, 4))).isTrue();
    assertThat(registry.acceptDifferences(2)).as("it is empty").isFalse();
    assertThat(registry.compared(2, "me", new OwnJournal.Comparison(3, 4))).isTrue();
    assertThat(registry.compared(2, "other", new OwnJournal.Comparison(9, 9))).isFalse();
    assertThat(registry.acceptDifferences(2)).isTrue();
    assertThat(stored(2).ownJournal())
        .isEqualTo(new OwnJournal(ends, new OwnJournal.Comparison(3, 4), true));
    assertThat(stored(2).state(ActivePointer.FIRST)).isEqualTo(GenerationState.LOADING);
  }

  /** Ends the rebuild where it would wait for projectors, and at the load. */
  private final class CutOffPlace implements RebuildPlace, JournalPlace {
    private boolean asked;

    @Override
    public Map<Integer, Long> ends(int journal) {
      throw new CutOff("ends");
    }

    @Override
    public JournalPlace journals() {
      return this;
    }

    @Override
    public Map<Integer, Long> settledEnds(int journal) {
      return ends(journal);
    }

    @Override
    public Map<Integer, Watermark> eventLogEnds() {
      return ends;
    }

    @Override
    public Map<Integer, Watermark> sequenced(int journal) {
      if (asked) {
        throw new CutOff("elsewhere");
      }
      asked = true;
      return sequenced;
    }

    @Override
    public int last() {
      return lastJournal;
    }

    @Override
    public String make(int journal) {
      done.add("make " + journal);
      return "topic " + journal;
    }

    @Override
    public Following sequence(int journal) {
      done.add("sequence " + journal);
      return () -> done.add("close " + journal);
    }

    @Override
    public void differs(OutcomeDifference difference) {
      throw new CutOff("elsewhere");
    }

    @Override
    public String topicId(int journal) {
      return "topic";
    }

    @Override
    public Consumer<byte[], byte[]> consumer() {
      throw new CutOff("elsewhere");
    }

    @Override
    public SessionSink sink(Projection projection, int generation) {
      throw new CutOff("elsewhere");
    }

    @Override
    public void index(int generation) {
      throw new CutOff("elsewhere");
    }

    @Override
    public Budget budget() {
      return new Budget(1 << 20, scratch);
    }

    @Override
    public Following follow(int generation) {
      throw new CutOff("elsewhere");
    }

    @Override
    public List<String> prove(int generation, Map<Integer, Long> vector) {
      throw new CutOff("elsewhere");
    }
  }
}
