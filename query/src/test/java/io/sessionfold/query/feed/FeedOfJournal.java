package io.sessionfold.query.feed;

import static io.sessionfold.testkit.Events.appended;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.query.feed.FeedEnd.Reason;
import io.sessionfold.testkit.MongoBackend;
import io.sessionfold.testkit.Mongos;
import io.sessionfold.testkit.Pieces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What tests of the feed of a real journal need; each test has its own journal. */
abstract class FeedOfJournal {
  static final SessionKey S = FeedLog.SESSIONS.get(0);
  static final FeedScope TENANT = FeedScope.tenant("default");
  static final FeedSettings TINY = tiny(Duration.ofSeconds(60));
  static final Duration LONG = Duration.ofSeconds(30);
  static final AtomicInteger JOURNALS = new AtomicInteger(100);

  @TempDir static Path directory;
  static FeedSource source;

  @RegisterExtension final Mongos mongo = Mongos.on(MongoBackend.EMULATOR);

  final int journal = JOURNALS.incrementAndGet();
  @Nullable ChangeFeed feed;

  /** Three changes in memory, so that what is older comes from the journal; one at once. */
  static FeedSettings tiny(Duration patience) {
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
    mongo.activate(journal);
  }

  @AfterEach
  void close() {
    if (feed != null) {
      feed.close();
    }
  }

  final ChangeFeed open(FeedSettings settings) {
    close();
    feed = ChangeFeed.open(source.settings(mongo), settings);
    return feed;
  }

  static FeedSubscription subscribe(ChangeFeed feed, FeedScope scope, String token) {
    return feed.subscribe(scope, token, () -> {});
  }

  static Listener listen(ChangeFeed feed, FeedScope scope) {
    Listener listener = new Listener(scope, List.of());
    listener.subscribedTo(subscribe(feed, scope, null));
    return listener;
  }

  static void hear(Listener listener, int total) throws Exception {
    while (listener.told().size() < total) {
      Optional<FeedItem> item = listener.subscription().take(LONG);
      assertThat(item)
          .as("item %d of %d; %s", listener.told().size(), total, listener.subscription().end())
          .isPresent();
      listener.add(item.get());
    }
  }

  static List<Applied> messages(int count) {
    Pieces pieces = Pieces.withPagesOf(100);
    for (int i = 0; i < count; i++) {
      pieces.add(S, appended("main", "secret-" + i + "."));
    }
    return pieces.changes(S);
  }

  static String texts(Listener listener) {
    return listener.told().stream().map(i -> i.change().toString()).collect(Collectors.joining());
  }

  /** Listens until everything up to a place of the log was told, and comes back if too slow. */
  static void hearAll(ChangeFeed feed, Listener listener, FeedLog log, int to) throws Exception {
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

  /** Waits until the feed has read the partition of the session up to its end. */
  void awaitRead(ChangeFeed feed) throws Exception {
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
}
