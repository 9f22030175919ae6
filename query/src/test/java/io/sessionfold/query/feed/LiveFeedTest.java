package io.sessionfold.query.feed;

import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.deleted;
import static io.sessionfold.testkit.Events.redacted;
import static io.sessionfold.testkit.Events.replaced;
import static io.sessionfold.testkit.Events.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.query.ActiveJournal.JournalTopic;
import io.sessionfold.query.feed.FeedEnd.Reason;
import io.sessionfold.testkit.Pieces;
import io.sessionfold.testkit.TestEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What subscribers are told from memory, without a broker. */
class LiveFeedTest {
  private static final SessionKey S = FeedLog.SESSIONS.get(0);
  private static final SessionKey OTHER = FeedLog.SESSIONS.get(1);
  private static final long[] ZERO = new long[FeedLog.PARTITIONS];

  private static LiveFeed feed(int changes, long bytes) {
    LiveFeed live = new LiveFeed(new FeedSettings(bytes, changes, 1, Duration.ofSeconds(1)));
    live.begin(FeedLog.TOPIC, ZERO, ZERO);
    return live;
  }

  private static FeedLog log(Object... sessionsAndEvents) {
    Pieces pieces = Pieces.withPagesOf(3);
    List<Applied> changes = new ArrayList<>();
    for (int i = 0; i < sessionsAndEvents.length; i += 2) {
      changes.add(
          pieces.add((SessionKey) sessionsAndEvents[i], (TestEvent) sessionsAndEvents[i + 1]));
    }
    return new FeedLog(changes);
  }

  private static FeedSubscription subscribe(
      LiveFeed live, FeedScope scope, @Nullable String token, Runnable wake) {
    int partition = scope.session() == null ? -1 : FeedLog.partition(scope.session());
    long[] next = null;
    if (token != null) {
      next = new long[FeedLog.PARTITIONS];
      for (var entry : FeedToken.parse(token).next().entrySet()) {
        next[entry.getKey()] = entry.getValue();
      }
    }
    long[] from = next;
    return live.add(
        FeedLog.TOPIC, w -> new FeedSubscription(live, w, scope, partition, from, wake));
  }

  private static Listener listen(LiveFeed live, FeedScope scope) {
    Listener listener = new Listener(scope, List.of());
    listener.subscribedTo(subscribe(live, scope, null, listener.woken::incrementAndGet));
    listener.drain();
    return listener;
  }

  private static List<String> texts(Listener listener) {
    return listener.told().stream().map(i -> i.change().toString()).toList();
  }

  @Test
  void a_change_is_told_in_its_own_text_to_those_whom_it_concerns() {
    FeedLog log = log(S, appended("one"), OTHER, appended("two"), S, appended("three"));
    LiveFeed live = feed(100, 1 << 20);
    Listener session = listen(live, FeedScope.session(S));
    Listener tenant = listen(live, FeedScope.tenant("default"));
    Listener stranger = listen(live, FeedScope.tenant("acme"));
    log.readAll(live);
    List.of(session, tenant, stranger).forEach(Listener::drain);
    assertThat(texts(session))
        .isEqualTo(log.changes(S).stream().map(c -> ChangeCodec.write(c).toString()).toList());
    assertThat(texts(tenant))
        .isEqualTo(log.changes().stream().map(c -> ChangeCodec.write(c).toString()).toList());
    assertThat(stranger.told()).isEmpty();
    assertThat(List.of(session.woken.get(), tenant.woken.get(), stranger.woken.get()))
        .as("woken once for all that came")
        .containsExactly(1, 1, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 40, 1000})
  void whoever_resumes_at_any_token_is_told_exactly_what_comes_after_it(int windowChanges) {
    int resumed = 0;
    for (long seed = 0; seed < 25; seed++) {
      Random random = new Random(seed);
      FeedLog log = FeedLog.random(seed, 120);
      LiveFeed live = feed(windowChanges, 1 << 20);
      List<Listener> listeners = new ArrayList<>();
      int at = 0;
      while (at < log.size()) {
        if (random.nextInt(4) == 0) {
          listeners.add(begin(live, scope(random), log, at));
        }
        int to = Math.min(log.size(), at + random.nextInt(windowChanges > 7 ? 12 : 5));
        log.read(live, at, to);
        at = to;
        for (Listener listener : listeners) {
          resumed += goOn(live, listener, random) ? 1 : 0;
        }
        listeners.removeIf(l -> l.out || l.subscription().end().isPresent());
      }
      for (Listener listener : listeners) {
        listener.drain();
        if (listener.subscription().end().isEmpty()) {
          listener.assertComplete(log.changes());
        }
      }
    }
    assertThat(resumed).isGreaterThan(50);
  }

  private static Listener begin(LiveFeed live, FeedScope scope, FeedLog log, int at) {
    Listener listener = new Listener(scope, log.changes().subList(0, at));
    listener.subscribedTo(subscribe(live, scope, null, listener.woken::incrementAndGet));
    return listener;
  }

  private static FeedScope scope(Random random) {
    SessionKey session = FeedLog.SESSIONS.get(random.nextInt(FeedLog.SESSIONS.size()));
    return random.nextBoolean() ? FeedScope.session(session) : FeedScope.tenant(session.tenant());
  }

  /** Reads on, or breaks off and resumes somewhere; answers whether it resumed. */
  private static boolean goOn(LiveFeed live, Listener listener, Random random) {
    int choice = random.nextInt(6);
    if (choice < 3) {
      listener.drain();
      return false;
    }
    String token = listener.subscription().token();
    if (choice == 3 && !listener.told().isEmpty()) {
      token = listener.backTo(random.nextInt(listener.told().size()));
    }
    int partition =
        listener.scope.session() == null ? -1 : FeedLog.partition(listener.scope.session());
    long[] next = new long[FeedLog.PARTITIONS];
    FeedToken.parse(token).next().forEach((p, offset) -> next[p] = offset);
    if (choice < 5 && live.covers(FeedLog.TOPIC, next, partition)) {
      listener.subscribedTo(
          subscribe(live, listener.scope, token, listener.woken::incrementAndGet));
      return true;
    }
    if (choice == 3) {
      // Its memory was cut, and what was cut is not in the window: it is out of the test.
      listener.out = true;
    }
    return false;
  }

  @Test
  void a_slow_subscriber_is_ended_and_the_others_are_not() {
    FeedLog log = FeedLog.random(1, 200);
    LiveFeed live = feed(50, 1 << 20);
    Listener slow = listen(live, FeedScope.tenant("default"));
    Listener quick = listen(live, FeedScope.tenant("default"));
    for (int at = 0; at < log.size(); at++) {
      log.read(live, at, at + 1);
      quick.drain();
    }
    quick.assertComplete(log.changes());
    live.endSlow();
    assertThat(slow.subscription().end()).map(FeedEnd::reason).contains(Reason.SLOW);
    assertThat(slow.woken).as("for the change, and for the end").hasValue(2);
    slow.drain();
    assertThat(slow.told()).isEmpty();
    assertThat(quick.subscription().end()).isEmpty();
    assertThat(live.status(FeedStatus.State.LIVE, ""))
        .isEqualTo(
            new FeedStatus(
                FeedStatus.State.LIVE,
                "",
                1,
                1,
                50,
                live.status(FeedStatus.State.LIVE, "").bytes(),
                0));
  }

  @Test
  void whoever_has_nothing_to_read_is_not_slow_and_its_token_moves_with_the_others() {
    FeedLog log = FeedLog.random(2, 200);
    LiveFeed live = feed(20, 1 << 20);
    Listener quiet = listen(live, FeedScope.tenant("nobody"));
    for (int at = 0; at < log.size(); at++) {
      log.read(live, at, at + 1);
    }
    quiet.drain();
    live.endSlow();
    assertThat(quiet.subscription().end()).isEmpty();
    assertThat(quiet.woken).hasValue(0);
    long[] next = new long[FeedLog.PARTITIONS];
    FeedToken.parse(quiet.subscription().token()).next().forEach((p, o) -> next[p] = o);
    assertThat(live.covers(FeedLog.TOPIC, next, -1)).isTrue();
  }

  @Test
  void more_than_the_window_at_once_ends_everyone_rather_than_leaving_out_some() {
    FeedLog log = FeedLog.random(3, 200);
    LiveFeed live = feed(20, 1 << 20);
    Listener listener = listen(live, FeedScope.session(log.changes().get(0).session()));
    log.readAll(live);
    listener.drain();
    assertThat(listener.told()).isEmpty();
    assertThat(listener.subscription().end()).map(FeedEnd::reason).contains(Reason.SLOW);
  }

  @Test
  void the_window_is_bounded_by_bytes() {
    FeedLog log = FeedLog.random(4, 400);
    LiveFeed live = feed(1000, 20_000);
    for (int at = 0; at < log.size(); at++) {
      log.read(live, at, at + 1);
      assertThat(live.status(FeedStatus.State.LIVE, "").bytes()).isLessThanOrEqualTo(20_000);
    }
    assertThat(live.status(FeedStatus.State.LIVE, "").changes()).isBetween(5, 50);
  }

  @Test
  void a_text_that_was_taken_back_is_not_told_from_the_window() {
    FeedLog log =
        log(
            S, appended("main", "secret one"),
            S, appended("main", "kept"),
            S, replaced(target("main", 0), "secret two"),
            OTHER, appended("main", "secret of a session that goes"),
            S, redacted(target("main", 0)),
            OTHER, deleted());
    LiveFeed live = feed(100, 1 << 20);
    Listener late = listen(live, FeedScope.tenant("default"));
    Listener before = listen(live, FeedScope.tenant("default"));
    log.read(live, 0, 4);
    before.drain();
    assertThat(String.join("", texts(before))).contains("secret one", "secret two", "that goes");
    log.read(live, 4, 6);
    late.drain();
    before.drain();
    before.assertComplete(log.changes());
    late.assertComplete(log.changes());
    late.assertFoldsAs(log.changes());
    assertThat(String.join("", texts(late)))
        .doesNotContain("secret")
        .contains("kept", "[redacted]", "session.deleted");
    Listener resumed = new Listener(late.scope, log.changes().subList(0, 1));
    resumed.subscribedTo(
        subscribe(live, late.scope, before.told().get(0).token(), resumed.woken::incrementAndGet));
    resumed.drain();
    resumed.assertComplete(log.changes());
    assertThat(String.join("", texts(resumed))).doesNotContain("secret").contains("kept");
  }

  @Test
  void random_redactions_leave_the_fold_of_what_is_told_as_it_is() {
    for (long seed = 0; seed < 40; seed++) {
      FeedLog log = FeedLog.random(seed, 150);
      LiveFeed live = feed(1000, 1 << 24);
      Listener listener = listen(live, FeedScope.tenant("default"));
      log.readAll(live);
      listener.drain();
      listener.assertComplete(log.changes());
      listener.assertFoldsAs(log.changes());
    }
  }

  @Test
  void nothing_is_shown_while_it_is_held_and_everything_afterwards() {
    FeedLog log = log(S, appended("main", "secret"), S, redacted(target("main", 0)));
    LiveFeed live = feed(100, 1 << 20);
    Listener listener = listen(live, FeedScope.session(S));
    live.holdUntil(FeedLog.TOPIC, log.ends());
    log.read(live, 0, 1);
    listener.drain();
    assertThat(listener.told()).isEmpty();
    log.read(live, 1, 2);
    listener.drain();
    listener.assertComplete(log.changes());
    assertThat(String.join("", texts(listener))).doesNotContain("secret");
  }

  @Test
  void another_journal_resets_everyone() {
    LiveFeed live = feed(100, 1 << 20);
    Listener listener = listen(live, FeedScope.session(S));
    live.begin(new JournalTopic(2, 78, 3), ZERO, ZERO);
    assertThat(listener.subscription().end()).map(FeedEnd::reason).contains(Reason.RESET);
    assertThat(listener.woken).hasValue(1);
  }

  @Test
  void a_subscriber_that_leaves_takes_nothing() throws Exception {
    LiveFeed live = feed(100, 1 << 20);
    Listener listener = listen(live, FeedScope.session(S));
    listener.subscription().close();
    listener.subscription().close();
    assertThat(live.status(FeedStatus.State.LIVE, "").subscribers()).isZero();
    assertThat(listener.subscription().end()).as("its own doing").isEmpty();
    assertThat(listener.subscription().take(Duration.ofMinutes(1))).isEmpty();
  }
}
