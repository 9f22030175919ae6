package io.sessionfold.testkit;

import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.deleted;
import static io.sessionfold.testkit.Events.measured;
import static io.sessionfold.testkit.Events.metadata;
import static io.sessionfold.testkit.Events.redacted;
import static io.sessionfold.testkit.Events.replaced;
import static io.sessionfold.testkit.Events.started;
import static io.sessionfold.testkit.Events.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.SessionKey;
import io.sessionfold.session.Session;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionChanges;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.sink.WriteResult;
import io.sessionfold.sink.WriteResult.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What every {@link SessionSink} must do, whatever it writes to: what is read back is the fold of
 * the changes, in whatever pieces and however often they were written, and nothing of a redacted or
 * deleted text is left. A sink that does nothing fails every test.
 *
 * <p>A subclass opens sinks on one store, which is empty at the start of each test, and reads it.
 */
public abstract class SessionSinkContract extends SessionSinkFixture {
  private static final String SECRET = "a secret that must go";

  @Test
  void every_split_into_two_batches_gives_the_fold() {
    int count = Stories.everything().size();
    for (int split = 1; split < count; split++) {
      SessionKey key = SessionKey.of("split-" + split);
      Pieces journal = journal(key, Stories.everything());
      write(journal.batch(key, 1, split));
      assertThat(read(key)).as("first %s", split).isEqualTo(journal.sessionAt(key, split));
      write(journal.batch(key, split + 1, count));
      assertThat(read(key)).as("split at %s", split).isEqualTo(journal.session(key));
    }
  }

  @Test
  void every_batch_size_gives_the_fold() {
    int count = Stories.everything().size();
    for (int size = 1; size <= count; size++) {
      SessionKey key = SessionKey.of("size-" + size);
      Pieces journal = journal(key, Stories.everything());
      for (int from = 1; from <= count; from += size) {
        write(journal.batch(key, from, Math.min(count, from + size - 1)));
      }
      assertThat(read(key)).as("batches of %s", size).isEqualTo(journal.session(key));
    }
  }

  @Test
  void every_prefix_may_come_again() {
    SessionKey key = SessionKey.of("again");
    Pieces journal = journal(key, Stories.everything());
    int count = journal.changes(key).size();
    write(journal.batch(key));
    for (int to = 1; to <= count; to++) {
      WriteResult result = write(journal.batch(key, 1, to));
      assertThat(result.written()).isZero();
      assertThat(result.skipped()).isEqualTo(to);
    }
    assertThat(read(key)).isEqualTo(journal.session(key));
  }

  @Test
  void a_batch_that_overlaps_what_is_stored_is_written_from_there_on() {
    int count = Stories.everything().size();
    for (int stored = 1; stored < count; stored++) {
      SessionKey key = SessionKey.of("overlap-" + stored);
      Pieces journal = journal(key, Stories.everything());
      write(journal.batch(key, 1, stored));
      WriteResult result = write(journal.batch(key));
      assertThat(result.skipped()).isEqualTo(stored);
      assertThat(result.written()).isEqualTo(count - stored);
      assertThat(read(key)).as("stored %s", stored).isEqualTo(journal.session(key));
    }
  }

  @Test
  void sessions_in_one_batch_do_not_mix() {
    List<SessionKey> keys =
        List.of(
            SessionKey.of("s"),
            SessionKey.of("S"),
            SessionKey.of("s."),
            new SessionKey("acme", "s"),
            SessionKey.of("$s"),
            SessionKey.of("e\u0301"),
            SessionKey.of("\u00e9"),
            SessionKey.of(".."),
            SessionKey.of("con"),
            SessionKey.of("😀 \u202e".repeat(40)));
    for (long seed = 1; seed <= 4; seed++) {
      SessionKey extra = SessionKey.of("seed-" + seed);
      List<SessionKey> all = seed == 1 ? keys : List.of(extra, new SessionKey("t", extra.id()));
      Pieces journal = Stories.random(seed, all, 60 * all.size(), PAGE);
      writeInRandomPieces(journal, new Random(seed));
      for (SessionKey key : journal.sessions()) {
        assertThat(read(key)).as("seed %s", seed).isEqualTo(journal.session(key));
      }
    }
  }

  private void writeInRandomPieces(Pieces journal, Random random) {
    Map<SessionKey, Integer> done = new HashMap<>();
    List<SessionKey> left = new ArrayList<>(journal.sessions());
    while (!left.isEmpty()) {
      List<SessionChanges> batch = new ArrayList<>();
      for (SessionKey key : List.copyOf(left)) {
        int from = Math.max(1, done.getOrDefault(key, 0) + 1 - random.nextInt(3));
        int count = journal.changes(key).size();
        int to = Math.min(count, from + random.nextInt(25));
        batch.add(journal.batch(key, from, to));
        done.merge(key, to, Math::max);
        if (to == count) {
          left.remove(key);
        }
      }
      write(batch.toArray(SessionChanges[]::new));
    }
  }

  @Test
  void names_are_kept_in_the_order_in_which_they_came() {
    SessionKey key = SessionKey.of("order");
    Pieces journal = journal(key, Stories.everything());
    for (int revision = 1; revision <= journal.changes(key).size(); revision++) {
      write(journal.batch(key, revision, revision));
    }
    Session session = read(key);
    Session fold = journal.session(key);
    assertThat(session.metadata().keySet()).containsExactlyElementsOf(fold.metadata().keySet());
    assertThat(session.agents().keySet()).containsExactlyElementsOf(fold.agents().keySet());
    assertThat(session.agents().get("main").data().keySet())
        .containsExactlyElementsOf(fold.agents().get("main").data().keySet());
  }

  @Test
  void a_long_session_in_one_batch_is_the_fold() {
    SessionKey key = SessionKey.of("long");
    List<TestEvent> events = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      events.add(appended("main", "text " + i));
    }
    Pieces journal = journal(key, events);
    write(journal.batch(key));
    assertThat(read(key)).isEqualTo(journal.session(key));
  }

  @Test
  void a_text_redacted_in_the_tail_is_gone() {
    assertRedacted("tail", 1, List.of());
  }

  @Test
  void a_text_redacted_on_an_older_page_is_gone() {
    assertRedacted("page", 1, texts(3 * PAGE));
  }

  @Test
  void a_text_redacted_in_the_batch_that_brings_it_is_gone() {
    assertRedacted("batch", 3, List.of());
    assertRedacted("batch-over-pages", 3 + 3 * PAGE, texts(3 * PAGE));
  }

  @Test
  void a_text_redacted_in_the_batch_that_closes_its_page_is_gone() {
    assertRedacted("closing", 2, texts(3 * PAGE));
    assertRedacted("closed-twice", 2 + PAGE, texts(3 * PAGE));
  }

  /** One message, others, and the redaction; the first batch ends after {@code split} changes. */
  private void assertRedacted(String name, int split, List<TestEvent> between) {
    SessionKey key = SessionKey.of(name);
    List<TestEvent> events = new ArrayList<>();
    events.add(appended("main", SECRET));
    events.addAll(between);
    events.add(redacted(target("main", 0)));
    events.add(appended("main", "goes on"));
    Pieces journal = journal(key, events);
    int first = Math.min(split, events.size());
    write(journal.batch(key, 1, first));
    if (first < events.size()) {
      write(journal.batch(key, first + 1, events.size()));
    }
    sink.checkpoint();
    assertThat(read(key)).isEqualTo(journal.session(key));
    assertThat(read(key).messages().get(0).redacted()).isTrue();
    assertThat(dump()).doesNotContain(SECRET);
  }

  @Test
  void messages_are_replaced_and_measured_wherever_they_are() {
    SessionKey key = SessionKey.of("wherever");
    List<TestEvent> events = new ArrayList<>(texts(4 * PAGE));
    for (int index = 0; index < 4 * PAGE; index++) {
      events.add(measured(target("main", index)).usage(index, 1));
      events.add(replaced(target("main", index), "better " + index));
      events.add(measured(target("main", index)).usage(1, 1));
    }
    Pieces journal = journal(key, events);
    write(journal.batch(key, 1, 4 * PAGE));
    write(journal.batch(key, 4 * PAGE + 1, events.size()));
    assertThat(read(key)).isEqualTo(journal.session(key));
  }

  @Test
  void a_deleted_session_leaves_nothing_but_its_tombstone() {
    for (int split = 1; split <= 3 * PAGE + 2; split++) {
      SessionKey key = SessionKey.of("deleted-" + split);
      List<TestEvent> events = new ArrayList<>();
      events.add(started().with("user", SECRET).with("metadata", Json.object("k", SECRET)));
      for (int i = 0; i < 3 * PAGE; i++) {
        events.add(appended("main", SECRET + i));
      }
      events.add(deleted());
      Pieces journal = journal(key, events);
      write(journal.batch(key, 1, split));
      if (split < events.size()) {
        write(journal.batch(key, split + 1, events.size()));
      }
      sink.checkpoint();
      assertThat(read(key)).isEqualTo(journal.session(key));
      assertThat(read(key).deleted()).isTrue();
    }
    assertThat(dump()).doesNotContain(SECRET);
  }

  /** What goes on without a message says nothing of the pages that there are. */
  @Test
  void a_session_that_a_next_sink_continues_and_deletes_leaves_nothing() {
    SessionKey key = SessionKey.of("continued");
    List<TestEvent> events = new ArrayList<>();
    for (int i = 0; i < 3 * PAGE; i++) {
      events.add(appended("main", SECRET + i));
    }
    events.add(metadata().set("/plan", "gold"));
    events.add(deleted());
    Pieces journal = journal(key, events);
    write(journal.batch(key, 1, 3 * PAGE));
    takeOver();
    write(journal.batch(key, 3 * PAGE + 1, 3 * PAGE + 1));
    write(journal.batch(key, events.size(), events.size()));
    assertThat(read(key)).isEqualTo(journal.session(key));
    assertThat(dump()).doesNotContain(SECRET);
  }

  @Test
  void a_gap_is_refused_and_nothing_is_written_over() {
    SessionKey gap = SessionKey.of("gap");
    SessionKey other = SessionKey.of("other");
    Pieces journal = journal(gap, Stories.everything());
    Stories.everything().forEach(event -> journal.add(other, event));
    int count = journal.changes(gap).size();
    write(journal.batch(gap, 1, 4));
    WriteResult result =
        put(
            new ChangeBatch(
                List.of(journal.batch(gap, 7, count), journal.batch(other)), List.of()));
    assertThat(result.refused()).containsOnlyKeys(gap);
    assertThat(result.refused().get(gap).kind()).isEqualTo(Kind.GAP);
    assertThat(result.refused().get(gap).storedRevision()).isEqualTo(4);
    assertThat(result.refusedChanges()).isEqualTo(count - 6);
    assertThat(result.written()).isEqualTo(count);
    assertThat(read(gap)).isEqualTo(journal.sessionAt(gap, 4));
    assertThat(read(other)).isEqualTo(journal.session(other));
  }

  @Test
  void changes_of_a_session_that_the_store_lacks_are_a_gap() {
    SessionKey key = SessionKey.of("lost");
    Pieces journal = journal(key, Stories.everything());
    WriteResult result = put(new ChangeBatch(List.of(journal.batch(key, 5, 9)), List.of()));
    assertThat(result.refused()).containsOnlyKeys(key);
    assertThat(result.refused().get(key).kind()).isEqualTo(Kind.GAP);
    assertThat(result.refused().get(key).storedRevision()).isZero();
    assertThat(read(key)).isEqualTo(Session.before(key));
  }

  @Test
  void a_store_is_empty_until_a_session_is_written() {
    SessionKey key = SessionKey.of("only");
    assertThat(sink.isEmpty()).isTrue();
    write(journal(key, Stories.everything()).batch(key));
    assertThat(sink.isEmpty()).isFalse();
  }

  @Test
  void a_discarded_session_is_gone_and_can_be_written_anew() {
    SessionKey key = SessionKey.of("discarded");
    SessionKey other = SessionKey.of("other");
    Pieces journal = journal(key, Stories.everything());
    Stories.everything().forEach(event -> journal.add(other, event));
    write(journal.batch(key), journal.batch(other));
    sink.discard(key, EventLog.PARTITION);
    sink.discard(key, EventLog.PARTITION);
    assertThat(read(key)).isEqualTo(Session.before(key));
    write(journal.batch(key));
    assertThat(read(key)).isEqualTo(journal.session(key));
    assertThat(read(other)).isEqualTo(journal.session(other));
  }

  @Test
  void rejections_come_with_changes_and_do_not_disturb_them() {
    SessionKey key = SessionKey.of("beside");
    Pieces journal = journal(key, Stories.everything());
    ChangeBatch batch =
        new ChangeBatch(
            List.of(journal.batch(key)),
            List.of(Changes.rejected(EventLog.PARTITION, 3), Changes.rejected(1, 4)));
    put(batch);
    put(batch);
    assertThat(read(key)).isEqualTo(journal.session(key));
  }

  @Test
  void what_was_written_is_there_for_the_next_sink() {
    SessionKey key = SessionKey.of("next");
    Pieces journal = journal(key, Stories.everything());
    int count = journal.changes(key).size();
    write(journal.batch(key, 1, 9));
    takeOver();
    write(journal.batch(key, 5, count));
    assertThat(read(key)).isEqualTo(journal.session(key));
  }

  private static List<TestEvent> texts(int count) {
    List<TestEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(appended("main", "text " + i));
    }
    return events;
  }
}
