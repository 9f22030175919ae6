package io.sessionfold.projector.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.sessionfold.event.SessionKey;
import io.sessionfold.session.Session;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionSink;
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
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract for the Mongo sink, on a Mongo of some kind. */
abstract class MongoSinkContract extends SessionSinkContract {
  static final int GENERATION = MongoTarget.GENERATION;

  @RegisterExtension final Mongos mongo;

  private final MongoTarget target;

  MongoSinkContract(MongoBackend backend) {
    this.mongo = Mongos.on(backend);
    this.target = new MongoTarget(mongo);
  }

  MongoDatabase database() {
    return target.database();
  }

  private MongoCollection<BsonDocument> sessions() {
    return target.sessions();
  }

  private MongoCollection<BsonDocument> pages() {
    return target.pages();
  }

  @AfterEach
  void disconnect() {
    target.close();
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

  private static List<PageWrite> pagesOf(Pieces journal, SessionKey key) {
    Plan plan = SessionPlanner.plan(key, journal.changes(key), new Stored.Nothing(), false);
    return ((Plan.Write) plan).pages();
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
    return target.open();
  }

  @Override
  protected Session read(SessionKey session) {
    return target.read(session);
  }

  @Override
  protected String dump() {
    return target.dump();
  }
}
