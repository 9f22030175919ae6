package io.sessionfold.query.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.session.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** One who remembers what it was told, and knows what it should have been told. */
final class Listener {
  final FeedScope scope;
  final AtomicInteger woken = new AtomicInteger();

  /** Whether a test has given it up. */
  boolean out;

  private final List<FeedItem> told = new ArrayList<>();
  private final Map<SessionKey, Long> before = new HashMap<>();
  private FeedSubscription subscription;

  /**
   * @param before the changes that had been shown when it began
   */
  Listener(FeedScope scope, List<Applied> before) {
    this.scope = scope;
    before.forEach(c -> this.before.put(c.session(), c.revision()));
  }

  void subscribedTo(FeedSubscription other) {
    if (subscription != null) {
      subscription.close();
    }
    subscription = other;
  }

  FeedSubscription subscription() {
    return subscription;
  }

  List<FeedItem> told() {
    return told;
  }

  void drain() {
    Optional<FeedItem> item = subscription.poll();
    while (item.isPresent()) {
      told.add(item.get());
      item = subscription.poll();
    }
  }

  void add(FeedItem item) {
    told.add(item);
  }

  /** Forgets what came after an item, and answers its token. */
  String backTo(int item) {
    told.subList(item + 1, told.size()).clear();
    return told.get(item).token();
  }

  /** The last revision of each session of which not everything was told. */
  Map<SessionKey, Long> missing(List<Applied> all) {
    Map<SessionKey, Long> last = lastRevisions(all);
    before.forEach((session, revision) -> last.remove(session, revision));
    for (FeedItem item : told) {
      if (item.revision() >= last.getOrDefault(item.session(), Long.MAX_VALUE)) {
        last.remove(item.session());
      }
    }
    return last;
  }

  private Map<SessionKey, Long> lastRevisions(List<Applied> all) {
    Map<SessionKey, Long> last = new HashMap<>();
    for (Applied change : all) {
      if (scope.contains(change.session())) {
        last.put(change.session(), change.revision());
      }
    }
    return last;
  }

  /** It was told everything since it began, and only that. */
  void assertComplete(List<Applied> all) {
    Map<SessionKey, Long> last = lastRevisions(all);
    Map<SessionKey, Long> reached = new HashMap<>(before);
    reached.keySet().removeIf(session -> !scope.contains(session));
    for (FeedItem item : told) {
      assertThat(scope.contains(item.session())).as("%s is of %s", item.session(), scope).isTrue();
      long expected = reached.getOrDefault(item.session(), 0L) + 1;
      boolean gapBeforeDeletion =
          item.type() == EventType.SESSION_DELETED && item.revision() > expected;
      assertThat(gapBeforeDeletion || item.revision() == expected)
          .as("%s after %d", item, expected - 1)
          .isTrue();
      Applied change = (Applied) ChangeCodec.read(item.change());
      assertThat(change.session()).isEqualTo(item.session());
      assertThat(change.revision()).isEqualTo(item.revision());
      assertThat(change.type()).isEqualTo(item.type());
      assertThat(change.event().recordedAt()).isEqualTo(item.recordedAt());
      reached.put(item.session(), item.revision());
    }
    assertThat(reached).isEqualTo(last);
  }

  /** What it was told from the beginning on folds to what the journal folds to. */
  void assertFoldsAs(List<Applied> all) {
    assertThat(folded(told.stream().map(i -> (Applied) ChangeCodec.read(i.change())).toList()))
        .isEqualTo(folded(all.stream().filter(c -> scope.contains(c.session())).toList()));
  }

  private static Map<SessionKey, Session> folded(List<Applied> changes) {
    Map<SessionKey, List<Applied>> bySession = new LinkedHashMap<>();
    changes.forEach(c -> bySession.computeIfAbsent(c.session(), s -> new ArrayList<>()).add(c));
    Map<SessionKey, Session> folded = new HashMap<>();
    bySession.forEach(
        (session, list) -> {
          if (list.get(list.size() - 1).type() != EventType.SESSION_DELETED) {
            folded.put(session, Session.fold(Session.before(session), list));
          }
        });
    return folded;
  }
}
