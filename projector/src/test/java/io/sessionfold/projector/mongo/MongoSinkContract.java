package io.sessionfold.projector.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.sessionfold.document.DocumentIds;
import io.sessionfold.document.PageDocument;
import io.sessionfold.document.SessionDocument;
import io.sessionfold.document.StoredPage;
import io.sessionfold.document.StoredSession;
import io.sessionfold.event.SessionKey;
import io.sessionfold.projector.store.MongoConnection;
import io.sessionfold.session.Session;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.sink.WriteResult;
import io.sessionfold.store.RejectionDocument;
import io.sessionfold.store.StoreNames;
import io.sessionfold.testkit.Changes;
import io.sessionfold.testkit.Events;
import io.sessionfold.testkit.Json;
import io.sessionfold.testkit.MongoBackend;
import io.sessionfold.testkit.Mongos;
import io.sessionfold.testkit.Pieces;
import io.sessionfold.testkit.SessionSinkContract;
import io.sessionfold.testkit.Stories;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract for the Mongo sink, on a Mongo of some kind. */
abstract class MongoSinkContract extends SessionSinkContract {
  static final int GENERATION = 3;

  @RegisterExtension final Mongos mongo;

  private MongoConnection connection;

  MongoSinkContract(MongoBackend backend) {
    this.mongo = Mongos.on(backend);
  }

  MongoDatabase database() {
    if (connection == null) {
      connection = MongoConnection.open(mongo.uri(), false);
    }
    return connection.database(mongo.database());
  }

  MongoCollection<BsonDocument> sessions() {
    return database().getCollection(StoreNames.sessions(GENERATION), BsonDocument.class);
  }

  MongoCollection<BsonDocument> pages() {
    return database().getCollection(StoreNames.sessionPages(GENERATION), BsonDocument.class);
  }

  @AfterEach
  void disconnect() {
    if (connection != null) {
      connection.close();
    }
  }

  @Test
  void a_zombie_that_writes_late_loses_nothing_and_brings_nothing_back() {
    for (long seed = 1; seed <= 6; seed++) {
      List<SessionKey> keys = List.of(SessionKey.of("z" + seed), new SessionKey("t", "z" + seed));
      Pieces journal = Stories.random(seed, keys, 120, 3);
      zombies(journal, new Random(seed));
      for (SessionKey key : keys) {
        assertThat(read(key)).as("seed %s", seed).isEqualTo(journal.session(key));
      }
    }
  }

  /** Two owners take turns at random, each with what it thinks comes next. */
  private void zombies(Pieces journal, Random random) {
    try (SessionSink one = open();
        SessionSink two = open()) {
      for (SessionKey key : journal.sessions()) {
        int count = journal.changes(key).size();
        int[] done = {0, 0};
        while (done[0] < count) {
          int who = random.nextInt(3) == 0 ? 1 : 0;
          // Whoever comes second writes what is stored already, in another split.
          int from = who == 0 ? done[0] + 1 : Math.min(done[1], done[0]) + 1;
          int to = Math.min(who == 0 ? count : Math.max(done[0], from), from + random.nextInt(20));
          WriteResult result =
              (who == 0 ? one : two)
                  .write(new ChangeBatch(List.of(journal.batch(key, from, to)), List.of()));
          assertThat(result.refused()).isEmpty();
          done[who] = Math.max(done[who], to);
          done[0] = Math.max(done[0], done[1]);
        }
      }
    }
  }

  @Test
  void two_sinks_that_write_everything_at_once_leave_the_fold() {
    for (long seed = 1; seed <= 4; seed++) {
      List<SessionKey> keys = List.of(SessionKey.of("a" + seed), SessionKey.of("b" + seed));
      Pieces journal = Stories.random(seed, keys, 150, 3);
      CompletableFuture<Void> other = CompletableFuture.runAsync(() -> writeAll(journal, 7));
      writeAll(journal, 11);
      other.join();
      for (SessionKey key : keys) {
        assertThat(read(key)).as("seed %s", seed).isEqualTo(journal.session(key));
      }
    }
  }

  private void writeAll(Pieces journal, int size) {
    try (SessionSink sink = open()) {
      for (SessionKey key : journal.sessions()) {
        int count = journal.changes(key).size();
        for (int from = 1; from <= count; from += size) {
          int to = Math.min(count, from + size - 1);
          WriteResult result =
              sink.write(new ChangeBatch(List.of(journal.batch(key, from, to)), List.of()));
          assertThat(result.refused()).isEmpty();
          assertThat(result.written() + result.skipped()).isEqualTo(to - from + 1);
        }
      }
    }
  }

  @Test
  void pages_of_a_zombie_do_not_bring_a_redacted_or_deleted_text_back() {
    for (boolean deletes : List.of(true, false)) {
      SessionKey key = SessionKey.of("late-" + deletes);
      Pieces journal = Pieces.withPagesOf(3);
      for (int i = 0; i < 10; i++) {
        journal.add(key, Events.appended("main", "the secret " + i));
      }
      List<PageWrite> late = pagesOf(journal, key);
      for (int i = 0; i < 10; i++) {
        journal.add(
            key, deletes && i == 9 ? Events.deleted() : Events.redacted(Events.target("main", i)));
      }
      try (SessionSink sink = open()) {
        sink.write(new ChangeBatch(List.of(journal.batch(key)), List.of()));
        // A zombie's first bulk, which it planned before it fell asleep.
        Job job = new Job(journal.batch(key, 1, 10), new Stored.Nothing());
        assertThat(job.plan()).isInstanceOf(Plan.Write.class);
        try (BulkRunner runner = new BulkRunner(1)) {
          new PageWriter(pages(), runner).write(List.of(job), new ArrayList<>(), new Tally());
        }
      }
      assertThat(late).hasSize(3);
      assertThat(read(key)).isEqualTo(journal.session(key));
      assertThat(dump()).doesNotContain("the secret");
    }
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
          ScriptedBulks.raced(pages(), () -> writePages(pages(), runner, zombie));
      assertThat(writePages(raced, runner, owner)).containsExactly(owner);
    }
    assertThat(dump()).contains("the secret 1").doesNotContain("the secret 0");
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
      try (SessionSink sink = open()) {
        sink.write(new ChangeBatch(List.of(journal.batch(key)), List.of()));
      }
      journal.add(key, Events.redacted(Events.target("main", 0)));
      Job job = new Job(journal.batch(key, 11, 11), new Stored.Assumed(10, 3L));
      jobs.add(job);
      wanted.put(job, Set.of(0L, 1L, 2L));
    }
    Documents documents = new Documents(sessions(), pages());
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
    try (SessionSink sink = open()) {
      sink.write(new ChangeBatch(List.of(journal.batch(key)), List.of()));
    }
    Hints hints = new Hints();
    Tally tally = new Tally();
    writeSession(sessions(), late, hints, tally);
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
    try (SessionSink sink = open()) {
      sink.write(new ChangeBatch(List.of(journal.batch(key, 1, 4)), List.of()));
    }
    Job job = new Job(journal.batch(key, 5, 5), new Stored.Assumed(4, 1L));
    assertThat(job.plan()).isInstanceOf(Plan.Write.class);
    BsonDocument aside = new BsonDocument("_id", job.id());
    BsonDocument ahead = BsonDocument.parse("{$set: {'sessionfold.revision': 5}}");
    BsonDocument behind = BsonDocument.parse("{$set: {'sessionfold.revision': 4}}");
    MongoCollection<BsonDocument> primary =
        ScriptedBulks.around(
            sessions(),
            () -> sessions().updateOne(aside, ahead),
            () -> sessions().updateOne(aside, behind));
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
    try (SessionSink sink = open()) {
      sink.write(new ChangeBatch(List.of(journal.batch(key)), List.of()));
    }
    journal.add(key, Events.redacted(Events.target("main", 0)));
    Job job = new Job(journal.batch(key, 6, 6), new Stored.Assumed(5, 1L));
    BsonDocument page = new BsonDocument("session", job.id());
    MongoCollection<BsonDocument> primary =
        ScriptedBulks.around(
            pages(),
            () ->
                pages().updateOne(page, BsonDocument.parse("{$inc: {'sessionfold.revision': 1}}")),
            () ->
                pages()
                    .updateOne(page, BsonDocument.parse("{$inc: {'sessionfold.revision': -1}}")));
    try (BulkRunner runner = new BulkRunner(1)) {
      Documents documents = new Documents(sessions(), pages());
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
      Documents documents = new Documents(sessions(), pages());
      new SessionWriter(collection, documents, runner, hints)
          .write(List.of(job), new ArrayList<>(), tally);
    }
  }

  private static List<PageWrite> pagesOf(Pieces journal, SessionKey key) {
    Plan plan = SessionPlanner.plan(key, journal.changes(key), new Stored.Nothing(), false);
    return ((Plan.Write) plan).pages();
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
      new PageWriter(pages(), runner).write(List.of(job), new ArrayList<>(), new Tally());
    }
    assertThat(read(key)).isEqualTo(Session.before(key));
    for (int i = 0; i < 10; i++) {
      journal.add(key, Events.redacted(Events.target("main", i)));
    }
    try (SessionSink sink = open()) {
      sink.write(new ChangeBatch(List.of(journal.batch(key, 1, 4)), List.of()));
      assertThat(read(key)).isEqualTo(journal.sessionAt(key, 4));
      sink.write(new ChangeBatch(List.of(journal.batch(key, 5, 20)), List.of()));
    }
    assertThat(read(key)).isEqualTo(journal.session(key));
    assertThat(dump()).doesNotContain("the secret");
  }

  @Test
  void a_message_that_outgrows_a_document_is_kept_as_text() {
    SessionKey key = SessionKey.of("large");
    Pieces journal = Pieces.withPagesOf(100);
    String numbers = "{\"role\":\"user\",\"content\":[" + "1,".repeat(700_000) + "1]}";
    journal.add(key, Events.appended("main", "small"));
    journal.add(key, Events.appended("main", Json.parse(numbers)));
    journal.add(key, Events.appended("main", Json.parse(numbers)));
    journal.add(key, Events.appended("main", "small too"));
    try (SessionSink sink = open()) {
      for (int revision = 1; revision <= 4; revision++) {
        WriteResult result =
            sink.write(new ChangeBatch(List.of(journal.batch(key, revision, revision)), List.of()));
        assertThat(result.refused()).isEmpty();
      }
    }
    assertThat(read(key)).isEqualTo(journal.session(key));
  }

  @Test
  void rejections_are_kept_once_with_their_reasons() {
    ChangeBatch batch =
        new ChangeBatch(List.of(), List.of(Changes.rejected(0, 3), Changes.rejected(1, 3)));
    try (SessionSink sink = open()) {
      sink.write(batch);
      sink.write(batch);
    }
    List<RejectionDocument> stored = new ArrayList<>();
    database()
        .getCollection(StoreNames.rejections(GENERATION), BsonDocument.class)
        .find()
        .forEach(document -> stored.add(RejectionDocument.read(document)));
    assertThat(stored)
        .containsExactlyInAnyOrderElementsOf(
            batch.rejections().stream().map(RejectionDocument::of).toList());
  }

  @Test
  void only_the_session_that_the_server_refuses_is_refused() {
    SessionKey guilty = SessionKey.of("guilty");
    SessionKey innocent = SessionKey.of("innocent");
    Pieces journal = Pieces.withPagesOf(3);
    for (SessionKey key : List.of(guilty, innocent)) {
      journal.add(key, Events.appended("main", "one"));
      journal.add(key, Events.appended("main", "two"));
    }
    try (SessionSink sink = open()) {
      sink.write(
          new ChangeBatch(
              List.of(journal.batch(guilty, 1, 1), journal.batch(innocent, 1, 1)), List.of()));
      // A foreign writer broke the document, so that nothing can be pushed onto it.
      sessions()
          .updateOne(
              new BsonDocument("_id", new BsonString("guilty")),
              BsonDocument.parse("{$set: {'sessionfold.messages': 'gone'}}"));
      WriteResult result =
          sink.write(
              new ChangeBatch(
                  List.of(journal.batch(guilty, 2, 2), journal.batch(innocent, 2, 2)), List.of()));
      assertThat(result.refused()).containsOnlyKeys(guilty);
      assertThat(result.refused().get(guilty).kind()).isEqualTo(WriteResult.Kind.REFUSED);
      assertThat(result.refused().get(guilty).message())
          .containsPattern("error \\d+")
          .doesNotContain("two")
          .doesNotContain("gone");
      assertThat(result.written()).isEqualTo(1);
      assertThat(result.refusedChanges()).isEqualTo(1);
    }
    assertThat(read(innocent)).isEqualTo(journal.session(innocent));
  }

  @Test
  void only_the_session_whose_document_was_damaged_is_refused() {
    SessionKey damaged = SessionKey.of("damaged");
    SessionKey sound = SessionKey.of("sound");
    Pieces journal = Pieces.withPagesOf(3);
    for (SessionKey key : List.of(damaged, sound)) {
      journal.add(key, Events.appended("main", "one"));
      journal.add(key, Events.redacted(Events.target("main", 0)));
    }
    try (SessionSink sink = open()) {
      sink.write(
          new ChangeBatch(
              List.of(journal.batch(damaged, 1, 1), journal.batch(sound, 1, 1)), List.of()));
      sessions()
          .updateOne(
              new BsonDocument("_id", new BsonString("damaged")),
              BsonDocument.parse("{$set: {'agents.main.messages': []}}"));
      WriteResult result =
          sink.write(
              new ChangeBatch(
                  List.of(journal.batch(damaged, 2, 2), journal.batch(sound, 2, 2)), List.of()));
      assertThat(result.refused()).containsOnlyKeys(damaged);
      assertThat(result.written()).isEqualTo(1);
    }
    assertThat(read(sound)).isEqualTo(journal.session(sound));
  }

  @Test
  void sessions_are_indexed_by_what_they_are_looked_up_by() {
    List<String> keys = new ArrayList<>();
    try (SessionSink sink = open();
        SessionSink again = open()) {
      assertThat(sink.name()).isEqualTo(again.name());
    }
    sessions().listIndexes().forEach(index -> keys.addAll(((Document) index.get("key")).keySet()));
    assertThat(keys)
        .containsExactlyInAnyOrder(
            "_id",
            "created_at",
            "updated_at",
            "sessionfold.user",
            "application_name",
            "metadata.plain",
            "metadata.a%2Eb");
  }

  @Override
  protected SessionSink open() {
    return MongoSink.open(database(), GENERATION, List.of("plain", "a.b"));
  }

  @Override
  protected Session read(SessionKey session) {
    BsonDocument document =
        sessions().find(new BsonDocument("_id", new BsonString(DocumentIds.of(session)))).first();
    if (document == null) {
      return Session.before(session);
    }
    StoredSession head = SessionDocument.read(document);
    List<StoredPage> below = new ArrayList<>();
    for (long page = 0; page < head.page(); page++) {
      BsonDocument stored =
          pages().find(new BsonDocument("_id", DocumentIds.page(session, page))).first();
      if (stored == null) {
        throw new AssertionError("page " + page + " is missing");
      }
      below.add(PageDocument.read(stored));
    }
    return head.with(below);
  }

  @Override
  protected String dump() {
    StringBuilder out = new StringBuilder();
    sessions().find().forEach(document -> out.append(document.toJson()));
    pages().find().forEach(document -> out.append(document.toJson()));
    return out.toString();
  }
}
