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
import io.sessionfold.query.feed.FeedEnd.Reason;
import io.sessionfold.store.StoreNames;
import io.sessionfold.testkit.Pieces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What is told from the journal to those whose token is older than the changes in memory. */
class CatchUpIT extends FeedOfJournal {
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

  @Test
  void only_so_many_catch_up_at_once() throws Exception {
    List<Applied> all = messages(601);
    List<Applied> changes = all.subList(0, 600);
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
    source.publish(journal, all.subList(600, 601));
    hear(first, 601);
    first.assertComplete(all);
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
}
