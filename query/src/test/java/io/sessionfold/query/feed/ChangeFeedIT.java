package io.sessionfold.query.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sessionfold.journal.Change.Applied;
import io.sessionfold.query.ReadUnavailableException;
import io.sessionfold.query.feed.FeedEnd.Reason;
import io.sessionfold.query.feed.FeedStatus.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The feed of a real journal, as it grows, is swapped, and is away. */
class ChangeFeedIT extends FeedOfJournal {
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
      int from = 100 + 40 * round;
      int to = Math.min(from + 40, log.size());
      int middle = (from + to) / 2;
      source.publish(journal, log.changes().subList(from, middle));
      for (Listener listener : listeners) {
        String token =
            listener.told().isEmpty()
                ? listener.subscription().token()
                : listener.backTo(random.nextInt(listener.told().size()));
        listener.subscribedTo(subscribe(running, listener.scope, token));
      }
      source.publish(journal, log.changes().subList(middle, to));
      for (Listener listener : listeners) {
        hearAll(running, listener, log, to);
      }
    }
    for (Listener listener : listeners) {
      listener.assertComplete(log.changes());
      listener.assertFoldsAs(log.changes());
    }
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
    mongo.activate(other);
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
    mongo.activate(later);
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
