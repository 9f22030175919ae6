package io.sessionfold.query.feed;

import io.sessionfold.event.SessionKey;
import io.sessionfold.query.ActiveJournal;
import io.sessionfold.query.ActiveJournal.JournalTopic;
import io.sessionfold.query.ReadUnavailableException;
import io.sessionfold.query.ReaderSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Tells the applied changes of sessions as they happen.
 *
 * <p>Guarantees. Who subscribes with the token of a change is told what comes after it: without a
 * gap, without a repeat, and of each session in revision order; across a restart of this process
 * and of Kafka, and while generations of documents and files are rebuilt and swapped. Nobody is
 * told a change of another tenant. A text that was taken back is not told again: of a message that
 * is redacted in what the feed has read of the journal, every version shows the text of the
 * redaction, and of a session that is deleted there the deletion alone is told. With another
 * journal everyone is reset, since revisions belong to a journal.
 *
 * <p>Not guaranteed: an order between sessions; that the documents have got as far.
 *
 * <p>One consumer reads the active journal for everyone. Recent changes stay in memory, within the
 * bounds of the settings; older ones are read from the journal for those who ask, a few at once.
 * Subscribers take no threads and no queues. While Kafka is away they stay, and are told what they
 * missed afterwards.
 *
 * <p>Thread-safe; one is enough for a process.
 */
public final class ChangeFeed implements AutoCloseable {
  private static final AtomicInteger CATCH_UPS = new AtomicInteger();

  /** Subscribers whose threads may wait at once; the others are refused and not kept waiting. */
  private static final int MOST_WAITING = 16;

  private static final Duration STOP = Duration.ofSeconds(2);

  private final ActiveJournal journal;
  private final LiveFeed live;
  private final JournalWatch watch;
  private final JournalFollower follower;
  private final Semaphore catchUps;
  private final Semaphore waiting = new Semaphore(MOST_WAITING);
  private final Thread watching;
  private final Thread following;

  private ChangeFeed(ActiveJournal journal, FeedSettings settings) {
    this.journal = journal;
    live = new LiveFeed(settings);
    watch = new JournalWatch(journal, live);
    follower = new JournalFollower(journal, live, watch);
    catchUps = new Semaphore(settings.catchUps());
    watching = daemon(watch, "sessionfold-feed-watch");
    following = daemon(follower, "sessionfold-feed");
  }

  /**
   * A feed of one database. It connects by itself, and may be opened before its servers run.
   *
   * @throws io.sessionfold.query.KafkaRequiredException if the settings name no Kafka
   */
  public static ChangeFeed open(ReaderSettings reader, FeedSettings settings) {
    ChangeFeed feed = new ChangeFeed(ActiveJournal.open(reader), settings);
    feed.watching.start();
    feed.following.start();
    return feed;
  }

  private static Thread daemon(Runnable what, String name) {
    Thread thread = new Thread(what, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Tells changes from a token on.
   *
   * @param token of an item of this scope, or of {@link FeedSubscription#token}; absent: what comes
   *     next
   * @param wake is called, by a thread of the feed, when it is worth polling again after a poll
   *     that answered nothing, and when the subscription has ended; it returns at once
   * @throws IllegalArgumentException if it is not a token of this scope
   * @throws FeedResetException if the token is of another journal, or of a position that the
   *     journal does not have
   * @throws FeedBusyException if too many are catching up already, or wait for the journal
   * @throws ReadUnavailableException if the journal could not be read yet
   */
  public FeedSubscription subscribe(FeedScope scope, @Nullable String token, Runnable wake) {
    FeedToken parsed = token == null ? null : FeedToken.parse(token);
    JournalTopic topic = topic();
    int partition = partition(topic, scope);
    long[] next = parsed == null ? null : next(topic, partition, parsed);
    if (next == null) {
      return live.add(
          topic, window -> new FeedSubscription(live, window, scope, partition, null, wake));
    }
    refuseFuture(topic, next);
    refuseGone(topic, next, partition);
    Begun begun = new Begun();
    try {
      FeedSubscription added =
          live.add(
              topic,
              window -> {
                FeedSubscription subscription =
                    new FeedSubscription(live, window, scope, partition, next, wake);
                if (!window.covers(next, partition)) {
                  begun.catchUp = catchUp(window, subscription, partition, next);
                }
                return subscription;
              });
      if (begun.catchUp != null) {
        daemon(begun.catchUp, "sessionfold-feed-catch-up-" + CATCH_UPS.incrementAndGet()).start();
        begun.catchUp = null;
      }
      return added;
    } finally {
      if (begun.catchUp != null) {
        catchUps.release();
      }
    }
  }

  /** What has to be undone if a subscription does not come about. */
  private static final class Begun {
    private @Nullable CatchUp catchUp;
  }

  private CatchUp catchUp(
      FeedWindow window, FeedSubscription subscription, int partition, long[] next) {
    if (!catchUps.tryAcquire()) {
      throw FeedBusyException.catchingUp(live.settings().catchUps());
    }
    CatchUp reading =
        new CatchUp(
            live,
            journal,
            window.topic(),
            subscription,
            partition,
            next,
            window.positions(),
            catchUps::release);
    subscription.catchUpBy(reading);
    return reading;
  }

  /** Asks what may keep the thread waiting. */
  private <T> T waiting(Supplier<T> question) {
    if (!waiting.tryAcquire()) {
      throw FeedBusyException.waiting(MOST_WAITING);
    }
    try {
      return question.get();
    } finally {
      waiting.release();
    }
  }

  private JournalTopic topic() {
    JournalTopic here = live.topic();
    return here == null ? waiting(this::awaitTopic) : here;
  }

  private JournalTopic awaitTopic() {
    JournalTopic topic;
    try {
      topic = live.awaitTopic(journal.timeout());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReadUnavailableException("the thread that subscribes was interrupted", e);
    }
    if (topic == null) {
      String why = failure();
      throw new ReadUnavailableException(
          why.isEmpty() ? "the recent changes are still being read: try again" : why, null);
    }
    return topic;
  }

  private static int partition(JournalTopic topic, FeedScope scope) {
    SessionKey session = scope.session();
    return session == null ? -1 : topic.partitionOf(session);
  }

  private static long[] next(JournalTopic topic, int partition, FeedToken token) {
    if (token.journal() != topic.journal() || token.identity() != topic.identity()) {
      throw new FeedResetException(
          "the token is of journal %d, and journal %d is active"
              .formatted(token.journal(), topic.journal()));
    }
    long[] next = new long[topic.partitions()];
    int[] wanted =
        partition < 0 ? IntStream.range(0, next.length).toArray() : new int[] {partition};
    int[] named = token.next().keySet().stream().mapToInt(Integer::intValue).toArray();
    if (!Arrays.equals(wanted, named)) {
      throw FeedToken.refused(null);
    }
    token.next().forEach((p, offset) -> next[p] = offset);
    return next;
  }

  private void refuseFuture(JournalTopic topic, long[] next) {
    long[] read = live.positions(topic);
    long[] ends = read == null || isBeyond(next, read) ? waiting(() -> journal.ends(topic)) : read;
    if (isBeyond(next, ends)) {
      throw new FeedResetException("the token is of a position that the journal has not got to");
    }
  }

  private void refuseGone(JournalTopic topic, long[] next, int partition) {
    if (live.covers(topic, next, partition)) {
      return;
    }
    long[] beginnings = waiting(() -> journal.beginnings(topic));
    boolean gone =
        partition < 0 ? isBeyond(beginnings, next) : beginnings[partition] > next[partition];
    if (gone) {
      throw new FeedResetException("the token is of a position that the journal no longer has");
    }
  }

  private static boolean isBeyond(long[] next, long[] ends) {
    return IntStream.range(0, next.length).anyMatch(p -> next[p] > ends[p]);
  }

  /** How it is, at this moment. */
  public FeedStatus status() {
    String failure = failure();
    return live.status(failure.isEmpty() ? FeedStatus.State.LIVE : FeedStatus.State.AWAY, failure);
  }

  private String failure() {
    String failure = follower.failure();
    return failure.isEmpty() ? watch.failure() : failure;
  }

  /** Ends all subscriptions, and disconnects; safe to call twice. */
  @Override
  public void close() {
    live.close();
    watch.close();
    try {
      watching.join(STOP.toMillis());
      following.join(STOP.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    journal.close();
  }
}
