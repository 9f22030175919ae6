package io.sessionfold.query.feed;

import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.deleted;
import static io.sessionfold.testkit.Events.redacted;
import static io.sessionfold.testkit.Events.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.query.ReadUnavailableException;
import io.sessionfold.query.feed.FeedEnd.Reason;
import io.sessionfold.query.feed.FeedStatus.State;
import io.sessionfold.store.StoreNames;
import io.sessionfold.testkit.MongoBackend;
import io.sessionfold.testkit.Mongos;
import io.sessionfold.testkit.Pieces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The feed of a real journal; each test has its own. */
class ChangeFeedIT {
  private static final SessionKey S = FeedLog.SESSIONS.get(0);
  private static final FeedScope TENANT = FeedScope.tenant("default");
  private static final FeedSettings TINY = tiny(Duration.ofSeconds(60));
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final AtomicInteger JOURNALS = new AtomicInteger(100);

  @TempDir static Path directory;
  private static FeedSource source;

  @RegisterExtension final Mongos mongo = Mongos.on(MongoBackend.EMULATOR);

  private final int journal = JOURNALS.incrementAndGet();
  private @Nullable ChangeFeed feed;

  /** Three changes in memory, so that what is older comes from the journal; one at once. */
  private static FeedSettings tiny(Duration patience) {
    return new FeedSettings(1 << 20, 3, 1, patience);
  }

  @BeforeAll
  static void start() {
    source = new FeedSource(directory);
  }

  @AfterAll
  static void stop() {
    source.close();
  }

  @BeforeEach
  void activate() throws Exception {
    source.create(journal);
    FeedSource.activate(mongo, journal);
  }

  @AfterEach
  void close() {
    if (feed != null) {
      feed.close();
    }
  }

  private ChangeFeed open(FeedSettings settings) {
    close();
    feed = ChangeFeed.open(source.settings(mongo), settings);
    return feed;
  }

  private static FeedSubscription subscribe(ChangeFeed feed, FeedScope scope, String token) {
    return feed.subscribe(scope, token, () -> {});
  }

  private static Listener listen(ChangeFeed feed, FeedScope scope) {
    Listener listener = new Listener(scope, List.of());
    listener.subscribedTo(subscribe(feed, scope, null));
    return listener;
  }

  private static void hear(Listener listener, int total) throws Exception {
    while (listener.told().size() < total) {
      Optional<FeedItem> item = listener.subscription().take(LONG);
      assertThat(item)
          .as("item %d of %d; %s", listener.told().size(), total, listener.subscription().end())
          .isPresent();
      listener.add(item.get());
    }
  }

  private static List<Applied> messages(int count) {
    Pieces pieces = Pieces.withPagesOf(100);
    for (int i = 0; i < count; i++) {
      pieces.add(S, appended("main", "secret-" + i + "."));
    }
    return pieces.changes(S);
  }

  private static String texts(Listener listener) {
    return listener.told().stream().map(i -> i.change().toString()).collect(Collectors.joining());
  }

  @Test
  void resumes_at_random_tokens_give_exactly_the_suffix_from_memory_and_from_the_journal()
      throws Exception {
    FeedLog log = FeedLog.random(11, 300);
    Random random = new Random(11);
    ChangeFeed running = open(new FeedSettings(1 << 20, 40, 8, LONG));
    List<Listener> listeners =
        new ArrayList<>(
            List.of(
                listen(running, TENANT),
                listen(running, FeedScope.tenant("acme")),
                listen(running, FeedScope.session(S)),
                listen(running, FeedScope.session(FeedLog.SESSIONS.get(3)))));
    source.publish(journal, log.changes().subList(0, 100));
    for (int round = 0; round < 6; round++) {
      for (Listener listener : listeners) {
        hearAll(running, listener, log, 100 + 40 * round);
      }
      if (round % 2 == 1) {
        running = open(new FeedSettings(1 << 20, random.nextInt(100) + 5, 8, LONG));
      }
      source.publish(
          journal, log.changes().subList(100 + 40 * round, Math.min(140 + 40 * round, log.size())));
      for (Listener listener : listeners) {
        String token =
            listener.told().isEmpty()
                ? listener.subscription().token()
                : listener.backTo(random.nextInt(listener.told().size()));
        listener.subscribedTo(subscribe(running, listener.scope, token));
        hearAll(running, listener, log, Math.min(140 + 40 * round, log.size()));
      }
    }
    for (Listener listener : listeners) {
      listener.assertComplete(log.changes());
      listener.assertFoldsAs(log.changes());
    }
  }

  /** Listens until everything up to a place of the log was told, and comes back if too slow. */
  private static void hearAll(ChangeFeed feed, Listener listener, FeedLog log, int to)
      throws Exception {
    List<Applied> all = log.changes().subList(0, to);
    String token = listener.subscription().token();
    while (!listener.missing(all).isEmpty()) {
      Optional<FeedItem> item = listener.subscription().take(LONG);
      if (item.isPresent()) {
        listener.add(item.get());
        token = item.get().token();
      } else {
        assertThat(listener.subscription().end().map(FeedEnd::reason))
            .as("%s are missing", listener.missing(all))
            .contains(Reason.SLOW);
        listener.subscribedTo(subscribe(feed, listener.scope, token));
      }
    }
  }

  @Test
  void a_text_that_was_taken_back_is_not_told_to_who_catches_up() throws Exception {
    Pieces pieces = Pieces.withPagesOf(100);
    pieces.add(S, appended("main", "first"));
    SessionKey gone = FeedLog.SESSIONS.get(1);
    for (int i = 0; i < 600; i++) {
      pieces.add(S, appended("main", "secret-" + i + "."));
    }
    pieces.add(gone, appended("main", "secret-of-another"));
    pieces.add(S, redacted(target("main", 3)));
    List<Applied> before = new ArrayList<>(pieces.changes(S));
    before.addAll(1, pieces.changes(gone));
    pieces.add(S, redacted(target("main", 100)));
    pieces.add(S, redacted(target("main", 500), "the new text"));
    pieces.add(gone, deleted());

    ChangeFeed running = open(TINY);
    Listener slow = listen(running, TENANT);
    source.publish(journal, before.subList(0, 1));
    hear(slow, 1);
    source.publish(journal, before.subList(1, before.size()));
    awaitRead(running);
    slow.subscribedTo(subscribe(running, TENANT, slow.told().get(0).token()));
    hear(slow, 10);
    List<Applied> later = new ArrayList<>(pieces.changes(S).subList(602, 604));
    later.add(pieces.changes(gone).get(1));
    source.publish(journal, later);
    awaitRead(running);
    List<Applied> all = new ArrayList<>(pieces.changes(S));
    all.addAll(pieces.changes(gone));
    hearAll(running, slow, new FeedLog(all), all.size());
    slow.assertComplete(all);
    slow.assertFoldsAs(all);
    assertThat(texts(slow))
        .doesNotContain("secret-2.", "secret-99.", "secret-499.")
        .contains("secret-1.", "secret-98.", "secret-498.", "the new text");
  }

  /** Waits until the feed has read the partition of the session up to its end. */
  private void awaitRead(ChangeFeed feed) throws Exception {
    long end = source.end(journal, FeedLog.partition(S));
    await()
        .atMost(LONG)
        .until(
            () -> {
              try (FeedSubscription probe = subscribe(feed, FeedScope.session(S), null)) {
                return FeedToken.parse(probe.token()).next().containsValue(end);
              }
            });
  }

  @Test
  void only_so_many_catch_up_at_once() throws Exception {
    List<Applied> changes = messages(600);
    ChangeFeed running = open(TINY);
    Listener first = listen(running, TENANT);
    source.publish(journal, changes);
    awaitRead(running);
    String token = first.subscription().token();
    first.subscribedTo(subscribe(running, TENANT, token));
    await().atMost(LONG).until(() -> running.status().catchUps() == 1);
    assertThatThrownBy(() -> subscribe(running, TENANT, token))
        .isInstanceOf(FeedBusyException.class)
        .hasMessageContaining("1 subscribers");
    hear(first, 5);
    first.subscription().close();
    await()
        .atMost(LONG)
        .ignoreExceptionsInstanceOf(FeedBusyException.class)
        .untilAsserted(() -> first.subscribedTo(subscribe(running, TENANT, lastToken(first))));
    hear(first, 600);
    first.assertComplete(changes);
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              first.drain();
              assertThat(running.status().catchUps()).isZero();
            });
    assertThat(first.told()).hasSize(600);
  }

  private static String lastToken(Listener listener) {
    return listener.told().get(listener.told().size() - 1).token();
  }

  @Test
  void who_catches_up_and_takes_nothing_is_ended() throws Exception {
    List<Applied> changes = messages(600);
    source.publish(journal, changes);
    ChangeFeed running = open(tiny(Duration.ofMillis(300)));
    FeedSubscription probe = subscribe(running, TENANT, null);
    String zero =
        new FeedToken(
                journal,
                FeedToken.parse(probe.token()).identity(),
                new TreeMap<>(Map.of(0, 0L, 1, 0L, 2, 0L)))
            .text();
    FeedSubscription stalled = subscribe(running, TENANT, zero);
    await().atMost(LONG).until(() -> stalled.end().isPresent());
    assertThat(stalled.end().map(FeedEnd::reason)).contains(Reason.SLOW);
    await()
        .atMost(LONG)
        .ignoreExceptionsInstanceOf(FeedBusyException.class)
        .untilAsserted(() -> subscribe(running, TENANT, zero).close());
    assertThat(probe.end()).isEmpty();
  }

  @Test
  void tokens_that_cannot_be_gone_on_from_are_told() throws Exception {
    source.publish(journal, messages(50));
    ChangeFeed running = open(TINY);
    Listener listener = listen(running, FeedScope.session(S));
    awaitRead(running);
    FeedToken now = FeedToken.parse(listener.subscription().token());
    int partition = FeedLog.partition(S);
    assertThatThrownBy(() -> subscribe(running, FeedScope.session(S), at(now, partition, 51)))
        .isInstanceOf(FeedResetException.class)
        .hasMessageContaining("has not got to");
    assertThatThrownBy(() -> subscribe(running, TENANT, now.text()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> subscribe(running, FeedScope.session(S), at(now, (partition + 1) % 3, 0)))
        .isInstanceOf(IllegalArgumentException.class);
    TopicPartition topic = new TopicPartition(StoreNames.journal(journal), partition);
    source.admin().deleteRecords(Map.of(topic, RecordsToDelete.beforeOffset(10))).all().get();
    assertThatThrownBy(() -> subscribe(running, FeedScope.session(S), at(now, partition, 9)))
        .isInstanceOf(FeedResetException.class)
        .hasMessageContaining("no longer has");
    Listener oldest = new Listener(FeedScope.session(S), messages(10));
    oldest.subscribedTo(subscribe(running, oldest.scope, at(now, partition, 10)));
    hear(oldest, 40);
    oldest.assertComplete(messages(50));
  }

  private static String at(FeedToken token, int partition, long offset) {
    return new FeedToken(
            token.journal(), token.identity(), new TreeMap<>(Map.of(partition, offset)))
        .text();
  }

  @Test
  void a_swap_to_another_journal_resets_everyone_and_refuses_the_tokens_of_the_old_one()
      throws Exception {
    source.publish(journal, messages(5));
    ChangeFeed running = open(FeedSettings.DEFAULTS);
    Listener listener = listen(running, TENANT);
    int other = JOURNALS.incrementAndGet();
    source.create(other);
    source.publish(other, messages(3));
    String token = listener.subscription().token();
    FeedSource.activate(mongo, other);
    await().atMost(LONG).until(() -> listener.subscription().end().isPresent());
    assertThat(listener.subscription().end().map(FeedEnd::reason)).contains(Reason.RESET);
    await().atMost(LONG).until(() -> running.status().journal() == other);
    assertThatThrownBy(() -> subscribe(running, TENANT, token))
        .isInstanceOf(FeedResetException.class)
        .hasMessageContaining("of journal " + journal);
    Listener again = new Listener(TENANT, messages(3));
    again.subscribedTo(subscribe(running, TENANT, null));
    source.publish(other, messages(4).subList(3, 4));
    hear(again, 1);
    again.assertComplete(messages(4));
  }

  @Test
  void what_a_transaction_takes_back_is_not_told() throws Exception {
    List<Applied> changes = messages(4);
    ChangeFeed running = open(FeedSettings.DEFAULTS);
    Listener listener = listen(running, TENANT);
    try (KafkaProducer<byte[], byte[]> producer =
        source.producer(Map.of("transactional.id", "feed-" + journal))) {
      producer.initTransactions();
      producer.beginTransaction();
      FeedSource.send(producer, journal, changes.subList(2, 3));
      producer.abortTransaction();
      producer.beginTransaction();
      FeedSource.send(producer, journal, changes);
      listener.drain();
      assertThat(listener.told()).isEmpty();
      producer.commitTransaction();
    }
    hear(listener, 4);
    listener.assertComplete(changes);
    listener.subscribedTo(subscribe(running, TENANT, listener.backTo(1)));
    hear(listener, 4);
    listener.assertComplete(changes);
  }

  @Test
  void a_feed_waits_for_a_journal_that_is_not_there_yet() throws Exception {
    int later = JOURNALS.incrementAndGet();
    FeedSource.activate(mongo, later);
    feed =
        ChangeFeed.open(
            source.settings(mongo).withTimeout(Duration.ofSeconds(1)), FeedSettings.DEFAULTS);
    assertThatThrownBy(() -> subscribe(feed, TENANT, null))
        .isInstanceOf(ReadUnavailableException.class)
        .hasMessageContaining("sessionfold topics ensure");
    assertThat(feed.status().state()).isEqualTo(State.AWAY);
    source.create(later);
    await().atMost(LONG).until(() -> feed.status().state() == State.LIVE);
    Listener listener = listen(feed, TENANT);
    source.publish(later, messages(2));
    hear(listener, 2);
  }

  @Test
  void while_kafka_is_away_subscribers_stay_and_go_on_afterwards(@TempDir Path own)
      throws Exception {
    List<Applied> changes = messages(40);
    try (FeedSource away = new FeedSource(own)) {
      away.create(journal);
      ChangeFeed running =
          ChangeFeed.open(
              away.settings(mongo).withTimeout(Duration.ofSeconds(3)), FeedSettings.DEFAULTS);
      feed = running;
      Listener listener = listen(running, TENANT);
      away.publish(journal, changes.subList(0, 10));
      hear(listener, 10);
      int port = away.port();
      away.stop();
      await().atMost(LONG).until(() -> running.status().state() == State.AWAY);
      assertThat(running.status().detail()).contains("Kafka").doesNotContain("secret");
      assertThat(listener.subscription().end()).isEmpty();
      Listener second = new Listener(TENANT, changes.subList(0, 5));
      second.subscribedTo(subscribe(running, TENANT, listener.told().get(4).token()));
      second.drain();
      assertThat(second.told()).as("memory serves meanwhile").hasSize(5);
      away.startAgain(port);
      away.publish(journal, changes.subList(10, 40));
      hear(listener, 40);
      hear(second, 35);
      listener.assertComplete(changes);
      second.assertComplete(changes);
      await().atMost(LONG).until(() -> running.status().state() == State.LIVE);
    }
  }
}
