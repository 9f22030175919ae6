package io.sessionfold.projector.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoCollection;
import io.sessionfold.event.SessionKey;
import io.sessionfold.session.Session;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.testkit.Events;
import io.sessionfold.testkit.MongoBackend;
import io.sessionfold.testkit.Mongos;
import io.sessionfold.testkit.Pieces;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The steps of a write, each by itself, when something comes between them. */
abstract class MongoRacesContract {
  @RegisterExtension final Mongos mongo;

  private final MongoTarget target;

  MongoRacesContract(MongoBackend backend) {
    this.mongo = Mongos.on(backend);
    this.target = new MongoTarget(mongo);
  }

  @AfterEach
  void disconnect() {
    target.close();
  }

  /**
   * Two first puts of one page can both find nothing, and the older one is inserted first: the
   * newer one is answered that the id is there, and must not take that for the fence.
   */
  @Test
  void a_page_that_a_zombie_inserts_under_a_put_does_not_stay() {
    SessionKey key = SessionKey.of("raced");
    Pieces journal = Pieces.withPagesOf(3);
    for (int i = 0; i < 4; i++) {
      journal.add(key, Events.appended("main", "the secret " + i));
    }
    Job zombie = planned(journal, key, 4);
    journal.add(key, Events.redacted(Events.target("main", 0)));
    Job owner = planned(journal, key, 5);
    try (BulkRunner runner = new BulkRunner(1)) {
      MongoCollection<BsonDocument> raced =
          ScriptedBulks.raced(target.pages(), () -> writePages(target.pages(), runner, zombie));
      assertThat(writePages(raced, runner, owner)).containsExactly(owner);
    }
    assertThat(target.dump()).contains("the secret 1").doesNotContain("the secret 0");
  }

  private static Job planned(Pieces journal, SessionKey key, int to) {
    Job job = new Job(journal.batch(key, 1, to), new Stored.Nothing());
    assertThat(job.plan()).isInstanceOf(Plan.Write.class);
    return job;
  }

  private static List<Job> writePages(
      MongoCollection<BsonDocument> pages, BulkRunner runner, Job job) {
    return new PageWriter(pages, runner).write(List.of(job), new ArrayList<>(), new Tally());
  }

  @Test
  void what_is_read_at_once_is_bounded_by_bytes() {
    Pieces journal = Pieces.withPagesOf(3);
    List<Job> jobs = new ArrayList<>();
    Map<Job, Set<Long>> wanted = new HashMap<>();
    for (int s = 0; s < 6; s++) {
      SessionKey key = SessionKey.of("bounded-" + s);
      for (int i = 0; i < 10; i++) {
        journal.add(key, Events.appended("main", "text " + i));
      }
      try (SessionSink sink = target.open()) {
        sink.write(new ChangeBatch(List.of(journal.batch(key)), List.of()));
      }
      journal.add(key, Events.redacted(Events.target("main", 0)));
      Job job = new Job(journal.batch(key, 11, 11), new Stored.Assumed(10, 3L));
      jobs.add(job);
      wanted.put(job, Set.of(0L, 1L, 2L));
    }
    Documents documents = new Documents(target.sessions(), target.pages());
    assertThat(documents.documents(jobs, new ReadBudget(1))).hasSize(1);
    Map<Job, Stored> read = documents.documents(jobs, new ReadBudget(1 << 20));
    assertThat(read).hasSize(6);
    read.forEach(Job::continueFrom);
    assertThat(documents.readPages(wanted, new ReadBudget(1))).hasSize(3);
    assertThat(documents.readPages(wanted, new ReadBudget(1 << 20))).hasSize(6);
  }

  @Test
  void a_lost_race_leaves_a_hint_of_where_the_store_is() {
    SessionKey key = SessionKey.of("hinted");
    Pieces journal = Pieces.withPagesOf(3);
    for (int i = 0; i < 5; i++) {
      journal.add(key, Events.appended("main", "text " + i));
    }
    Job late = new Job(journal.batch(key, 5, 5), new Stored.Assumed(4, 1L));
    assertThat(late.plan()).isInstanceOf(Plan.Write.class);
    try (SessionSink sink = target.open()) {
      sink.write(new ChangeBatch(List.of(journal.batch(key)), List.of()));
    }
    Hints hints = new Hints();
    Tally tally = new Tally();
    writeSession(target.sessions(), late, hints, tally);
    assertThat(tally.result().skipped()).isEqualTo(1);
    assertThat(hints.page(key, 5)).isEqualTo(1);
  }

  /** As on a primary whose last write is not acknowledged: it is what is matched, not yet read. */
  @Test
  void a_write_that_matches_nothing_at_the_revision_that_is_read_is_an_outage() {
    SessionKey key = SessionKey.of("ahead");
    Pieces journal = Pieces.withPagesOf(3);
    for (int i = 0; i < 5; i++) {
      journal.add(key, Events.appended("main", "text " + i));
    }
    try (SessionSink sink = target.open()) {
      sink.write(new ChangeBatch(List.of(journal.batch(key, 1, 4)), List.of()));
    }
    Job job = new Job(journal.batch(key, 5, 5), new Stored.Assumed(4, 1L));
    assertThat(job.plan()).isInstanceOf(Plan.Write.class);
    BsonDocument aside = new BsonDocument("_id", job.id());
    BsonDocument ahead = BsonDocument.parse("{$set: {'sessionfold.revision': 5}}");
    BsonDocument behind = BsonDocument.parse("{$set: {'sessionfold.revision': 4}}");
    MongoCollection<BsonDocument> primary =
        ScriptedBulks.around(
            target.sessions(),
            () -> target.sessions().updateOne(aside, ahead),
            () -> target.sessions().updateOne(aside, behind));
    assertThatThrownBy(() -> writeSession(primary, job, new Hints(), new Tally()))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("session default/ahead")
        .hasMessageContaining("not acknowledged by a majority");
  }

  @Test
  void a_page_that_is_lost_twice_at_one_revision_is_an_outage() {
    SessionKey key = SessionKey.of("page-ahead");
    Pieces journal = Pieces.withPagesOf(3);
    for (int i = 0; i < 5; i++) {
      journal.add(key, Events.appended("main", "text " + i));
    }
    try (SessionSink sink = target.open()) {
      sink.write(new ChangeBatch(List.of(journal.batch(key)), List.of()));
    }
    journal.add(key, Events.redacted(Events.target("main", 0)));
    Job job = new Job(journal.batch(key, 6, 6), new Stored.Assumed(5, 1L));
    BsonDocument page = new BsonDocument("session", job.id());
    MongoCollection<BsonDocument> primary =
        ScriptedBulks.around(
            target.pages(),
            () ->
                target
                    .pages()
                    .updateOne(page, BsonDocument.parse("{$inc: {'sessionfold.revision': 1}}")),
            () ->
                target
                    .pages()
                    .updateOne(page, BsonDocument.parse("{$inc: {'sessionfold.revision': -1}}")));
    try (BulkRunner runner = new BulkRunner(1)) {
      Documents documents = new Documents(target.sessions(), target.pages());
      PageWriter writer = new PageWriter(primary, runner);
      List<Job> again = new ArrayList<>();
      assertThat(writer.write(planned(documents, job), again, new Tally())).isEmpty();
      assertThat(again).containsExactly(job);
      assertThatThrownBy(() -> writer.write(planned(documents, job), again, new Tally()))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("pages of session default/page-ahead");
    }
  }

  private static List<Job> planned(Documents documents, Job job) {
    Planning planning = new Planning(documents, 1 << 20, new Tally());
    planning.plan(List.of(job));
    return planning.ready();
  }

  private void writeSession(
      MongoCollection<BsonDocument> collection, Job job, Hints hints, Tally tally) {
    try (BulkRunner runner = new BulkRunner(1)) {
      Documents documents = new Documents(target.sessions(), target.pages());
      new SessionWriter(collection, documents, runner, hints)
          .write(List.of(job), new ArrayList<>(), tally);
    }
  }

  @Test
  void a_crash_between_pages_and_session_document_is_repeated_without_a_trace() {
    SessionKey key = SessionKey.of("crash");
    Pieces journal = Pieces.withPagesOf(3);
    for (int i = 0; i < 10; i++) {
      journal.add(key, Events.appended("main", "the secret " + i));
    }
    Job job = new Job(journal.batch(key), new Stored.Nothing());
    job.plan();
    try (BulkRunner runner = new BulkRunner(1)) {
      new PageWriter(target.pages(), runner).write(List.of(job), new ArrayList<>(), new Tally());
    }
    assertThat(target.read(key)).isEqualTo(Session.before(key));
    for (int i = 0; i < 10; i++) {
      journal.add(key, Events.redacted(Events.target("main", i)));
    }
    try (SessionSink sink = target.open()) {
      sink.write(new ChangeBatch(List.of(journal.batch(key, 1, 4)), List.of()));
      assertThat(target.read(key)).isEqualTo(journal.sessionAt(key, 4));
      sink.write(new ChangeBatch(List.of(journal.batch(key, 5, 20)), List.of()));
    }
    assertThat(target.read(key)).isEqualTo(journal.session(key));
    assertThat(target.dump()).doesNotContain("the secret");
  }
}
