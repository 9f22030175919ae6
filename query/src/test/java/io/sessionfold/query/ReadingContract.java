package io.sessionfold.query;

import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.deleted;
import static io.sessionfold.testkit.Events.metadata;
import static io.sessionfold.testkit.Events.redacted;
import static io.sessionfold.testkit.Events.started;
import static io.sessionfold.testkit.Events.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.sessionfold.event.SessionKey;
import io.sessionfold.session.Message;
import io.sessionfold.session.Session;
import io.sessionfold.store.StoreNames;
import io.sessionfold.testkit.EventLog;
import io.sessionfold.testkit.Journal;
import io.sessionfold.testkit.MongoBackend;
import io.sessionfold.testkit.TestEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Sessions and their messages, on pages of three. */
abstract class ReadingContract extends ReaderContract {
  private static final SessionKey S = EventLog.SESSION;
  private static final Freshness ANY = Freshness.any();

  ReadingContract(MongoBackend backend) {
    super(backend);
  }

  @Override
  Projection project() {
    return new Projection(mongo, 2).activate(1);
  }

  /** Messages of two agents, the second a rare guest. */
  private static EventLog conversation(int messages) {
    EventLog log = EventLog.of(started().with("user", "ann"));
    Random random = new Random(messages);
    for (int i = 0; i < messages; i++) {
      log.append(appended(random.nextInt(10) == 0 ? "guest" : "host", "message " + i));
    }
    return log;
  }

  @Test
  void a_session_comes_back_whole_from_any_number_of_pages() {
    for (int messages : new int[] {0, 1, 3, 4, 100, 301}) {
      SessionKey key = SessionKey.of("n" + messages);
      EventLog log = new EventLog().session(key).append(started());
      for (int i = 0; i < messages; i++) {
        log.append(appended("message " + i));
      }
      Journal journal = Journal.of(log);
      projection.write(journal);
      assertThat(reader.session(key, ANY)).contains(journal.session(key));
      assertThat(reader.exists(key, ANY)).isTrue();
    }
  }

  @Test
  void sessions_with_hostile_names_are_never_mixed() {
    List<String> ids =
        List.of("a.b", "$where", "ü", "u\u0308", "A", "a", "\u202ex", "🙂", "{\"$ne\":1}");
    List<SessionKey> keys = new ArrayList<>();
    ids.forEach(id -> keys.add(SessionKey.of(id)));
    ids.forEach(id -> keys.add(new SessionKey("t", id)));
    EventLog log = new EventLog();
    keys.forEach(key -> log.append(appended("of " + key).in(key)));
    Journal journal = Journal.of(log);
    projection.write(journal);
    for (SessionKey key : keys) {
      assertThat(reader.session(key, ANY)).contains(journal.session(key));
    }
    assertThat(reader.session(new SessionKey("u", "a"), ANY)).isEmpty();
  }

  @Test
  void a_session_that_is_deleted_is_one_that_is_not_there() {
    projection.write(Journal.of(conversation(10).append(deleted())));
    assertThat(reader.session(S, ANY)).isEmpty();
    assertThat(reader.tail(S, ANY)).isEmpty();
    assertThat(reader.exists(S, ANY)).isFalse();
    assertThat(reader.messages(S, MessageQuery.all(), ANY)).isEqualTo(MessagePage.NONE);
    assertThat(reader.stream(S, MessageQuery.all(), ANY)).isEmpty();
    assertThat(reader.exists(SessionKey.of("never"), ANY)).isFalse();
  }

  @Test
  void the_tail_is_everything_but_the_older_messages() {
    Journal journal = Journal.of(conversation(11));
    projection.write(journal);
    SessionTail tail = reader.tail(S, ANY).orElseThrow();
    Session whole = journal.session();
    assertThat(tail.messages()).isEqualTo(whole.messages().subList(9, 11));
    assertThat(tail.older()).isEqualTo(9);
    assertThat(tail.whole()).isFalse();
    assertThat(tail.session().agents()).isEqualTo(whole.agents());
    assertThat(tail.session().usage()).isEqualTo(whole.usage());
  }

  @Test
  void every_query_for_messages_answers_what_a_list_would() {
    Journal journal = Journal.of(conversation(100));
    projection.write(journal);
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      MessageQuery query = random(random);
      List<Message> expected = expected(journal.session(), query);
      List<Message> found = new ArrayList<>();
      MessagePage page;
      do {
        page = reader.messages(S, query, ANY);
        assertThat(page.messages()).hasSizeLessThanOrEqualTo(query.limit());
        found.addAll(page.messages());
        query = query.following(page);
      } while (page.more());
      assertThat(found).as("%s", query).isEqualTo(expected);
    }
  }

  @Test
  void a_stream_answers_the_same_as_the_pages() {
    Journal journal = Journal.of(conversation(100));
    projection.write(journal);
    Random random = new Random(8);
    for (int i = 0; i < 50; i++) {
      MessageQuery query = random(random);
      try (Stream<Message> stream = reader.stream(S, query, ANY)) {
        assertThat(stream).as("%s", query).isEqualTo(expected(journal.session(), query));
      }
    }
  }

  private static MessageQuery random(Random random) {
    MessageQuery query =
        MessageQuery.all().newestFirst(random.nextBoolean()).limit(1 + random.nextInt(20));
    if (random.nextInt(3) == 0) {
      query = query.after(random.nextInt(110));
    }
    if (random.nextInt(3) == 0) {
      query = query.before(random.nextInt(110));
    }
    if (random.nextBoolean()) {
      query = query.ofAgent(List.of("host", "guest", "nobody").get(random.nextInt(3)));
      if (random.nextBoolean()) {
        int from = random.nextInt(90);
        query = query.indexes(from, from + random.nextInt(20));
      }
    }
    return query;
  }

  private static List<Message> expected(Session session, MessageQuery query) {
    MessageBounds bounds = new MessageBounds(query);
    List<Message> messages =
        new ArrayList<>(session.messages().stream().filter(bounds::includes).toList());
    if (query.newestFirst()) {
      Collections.reverse(messages);
    }
    return messages;
  }

  @Test
  void cursors_survive_appends_in_both_directions() {
    EventLog log = conversation(10);
    Journal journal = Journal.of(log);
    projection.write(journal);
    MessageQuery newest = MessageQuery.last(4);
    MessageQuery oldest = MessageQuery.all().limit(4);
    MessagePage last = reader.messages(S, newest, ANY);
    MessagePage first = reader.messages(S, oldest, ANY);
    assertThat(seqs(last.inOrder())).containsExactly(7L, 8L, 9L, 10L);

    int before = journal.changes().size();
    for (int i = 0; i < 20; i++) {
      log.append(appended("later " + i));
      journal.append(log.last());
    }
    projection.write(journal.batch(before, journal.changes().size()));

    MessagePage older = reader.messages(S, newest.following(last), ANY);
    assertThat(seqs(older.messages())).containsExactly(6L, 5L, 4L, 3L);
    MessagePage newer = reader.messages(S, oldest.following(first), ANY);
    assertThat(seqs(newer.messages())).containsExactly(5L, 6L, 7L, 8L);
    MessagePage ended = reader.messages(S, MessageQuery.all().after(30), ANY);
    assertThat(ended.messages()).isEmpty();
    assertThat(ended.more()).isFalse();
  }

  private static List<Long> seqs(List<Message> messages) {
    return messages.stream().map(Message::seq).toList();
  }

  @Test
  void a_stream_meets_what_is_appended_while_it_is_read() {
    EventLog log = conversation(10);
    Journal journal = Journal.of(log);
    projection.write(journal);
    try (Stream<Message> stream = reader.stream(S, MessageQuery.all(), ANY)) {
      var messages = stream.iterator();
      List<Long> read = new ArrayList<>();
      read.add(messages.next().seq());
      int before = journal.changes().size();
      for (int i = 0; i < 7; i++) {
        log.append(appended("later " + i));
        journal.append(log.last());
      }
      projection.write(journal.batch(before, journal.changes().size()));
      messages.forEachRemaining(message -> read.add(message.seq()));
      assertThat(read).isEqualTo(seqs(journal.session().messages()));
    }
  }

  @Test
  void a_session_that_changes_while_it_is_read_is_answered_at_one_revision() {
    assumeThat(mongo.backend())
        .as("the emulator may answer with half of the update that comes next")
        .isEqualTo(MongoBackend.REAL);
    EventLog log = conversation(30);
    Random random = new Random(1);
    for (int i = 0; i < 150; i++) {
      TestEvent event =
          random.nextBoolean()
              ? redacted(target("host", random.nextInt(20)), "redaction " + i)
              : appended("host", "later " + i);
      log.append(event).append(metadata().set("/n", i));
    }
    Journal journal = Journal.of(log);
    int first = 31;
    projection.write(journal.batch(0, first));
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> {
              for (int i = first; i < journal.changes().size(); i++) {
                projection.write(journal.batch(i, i + 1));
              }
            });
    Map<Long, Session> read = new HashMap<>();
    while (!writing.isDone()) {
      Session session = reader.session(S, ANY).orElseThrow();
      read.put(session.revision(), session);
    }
    writing.join();
    assertThat(read.size()).as("reads at different revisions").isGreaterThan(5);
    read.forEach((revision, session) -> assertThat(session).isEqualTo(at(journal, revision)));
  }

  private static Session at(Journal journal, long revision) {
    return Session.fold(Session.before(S), journal.applied().subList(0, (int) revision));
  }

  @Test
  void a_page_ahead_of_its_session_is_waited_for_and_then_reported() {
    Journal journal = Journal.of(conversation(10));
    projection.write(journal);
    var pages = projection.database().getCollection(StoreNames.sessionPages(2), BsonDocument.class);
    pages.updateOne(
        new Document("sessionfold.page", 1L),
        new Document("$set", new Document("sessionfold.revision", 12L)));
    assertThatThrownBy(() -> reader.session(S, ANY))
        .isInstanceOf(SessionDamagedException.class)
        .hasMessageContaining("stays at revision 11")
        .hasMessageContaining("mongo sink");
    assertThat(reader.tail(S, ANY)).isPresent();
  }

  @Test
  void a_missing_page_is_reported_with_the_remedy() {
    projection.write(Journal.of(conversation(10)));
    projection
        .database()
        .getCollection(StoreNames.sessionPages(2))
        .deleteOne(new Document("sessionfold.page", 1L));
    assertThatThrownBy(() -> reader.session(S, ANY))
        .isInstanceOf(SessionDamagedException.class)
        .hasMessageContaining("of the 3 pages of default/s1 only 2")
        .hasMessageContaining("rebuild");
    assertThatThrownBy(() -> reader.messages(S, MessageQuery.all(), ANY))
        .isInstanceOf(SessionDamagedException.class);
    long onIt = 5;
    assertThatThrownBy(() -> reader.messages(S, MessageQuery.all().after(onIt), ANY))
        .isInstanceOf(SessionDamagedException.class)
        .hasMessageContaining("page 1 of default/s1");
  }

  @Test
  void an_interrupted_read_says_so_and_stays_interrupted() {
    projection.write(Journal.of(conversation(10)));
    var pages = projection.database().getCollection(StoreNames.sessionPages(2), BsonDocument.class);
    pages.updateOne(
        new Document("sessionfold.page", 1L),
        new Document("$set", new Document("sessionfold.revision", 12L)));
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              failure.complete(catchThrowable(() -> reader.session(S, ANY)));
              flag.complete(Thread.currentThread().isInterrupted());
            });
    thread.start();
    thread.interrupt();
    assertThat(failure.join()).isInstanceOf(ReadUnavailableException.class);
    assertThat(flag.join()).isTrue();
  }

  @Test
  void reads_follow_the_pointer() {
    projection.write(Journal.of(conversation(3)));
    Session old = reader.session(S, ANY).orElseThrow();
    try (Projection next = new Projection(mongo, 3)) {
      Journal journal = Journal.of(conversation(4));
      next.write(journal).activate(2);
      await().until(() -> reader.session(S, ANY).orElseThrow().messages().size() == 4);
      assertThat(reader.session(S, ANY)).contains(journal.session()).isNotEqualTo(old);
    }
  }
}
