package io.sessionfold.query.feed;

import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.query.ActiveJournal;
import io.sessionfold.query.ActiveJournal.JournalTopic;
import io.sessionfold.query.ReadUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the journal for one subscriber until the window has what comes next, at the pace of the
 * subscriber. The stretch is read twice: first for what is taken back in it, then to be told; what
 * is taken back later is told by the feed as it comes.
 *
 * <p>Memory: what was taken back, one fetch, and a bounded number of changes that wait to be told.
 */
final class CatchUp implements Runnable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int FETCH_BYTES = 1 << 18;
  private static final int MOST_WAITING = 256;
  private static final long MOST_WAITING_BYTES = 1 << 20;

  private final LiveFeed live;
  private final ActiveJournal journal;
  private final JournalTopic topic;
  private final FeedSubscription subscription;
  private final Collection<TopicPartition> partitions;
  private final byte[] key;
  private final boolean wholeKey;
  private final long[] from;
  private final long[] until;
  private final Runnable released;

  /** Guarded by the lock of the feed, as all that follows. */
  private final Deque<FeedEntry> waiting = new ArrayDeque<>();

  private final TakenBack takenBack = new TakenBack();
  private final Condition drained;
  private long waitingBytes;
  private long @Nullable [] handedOver;

  /**
   * With the lock.
   *
   * @param until up to where the feed has read; what it reads later it tells by {@link #takeBack}
   * @param released is run when the consumer is closed
   */
  CatchUp(
      LiveFeed live,
      ActiveJournal journal,
      JournalTopic topic,
      FeedSubscription subscription,
      int partition,
      long[] from,
      long[] until,
      Runnable released) {
    this.live = live;
    this.journal = journal;
    this.topic = topic;
    this.subscription = subscription;
    this.from = from.clone();
    this.until = until.clone();
    this.released = released;
    partitions = partition < 0 ? topic.all() : List.of(topic.partition(partition));
    FeedScope scope = subscription.scope();
    wholeKey = scope.session() != null;
    String text = wholeKey ? String.valueOf(scope.session()) : scope.tenant() + "/";
    key = text.getBytes(StandardCharsets.UTF_8);
    drained = live.lock.newCondition();
  }

  @Override
  public void run() {
    try (Consumer<byte[], byte[]> consumer = journal.consumer(POLL, FETCH_BYTES)) {
      consumer.assign(partitions);
      seek(consumer);
      look(consumer);
      seek(consumer);
      tell(consumer);
    } catch (InvalidOffsetException e) {
      fail(FeedEnd.reset(topic.journal()));
    } catch (KafkaException e) {
      fail(FeedEnd.unavailable(journal.unavailable("reading " + topic.name(), e)));
    } catch (ReadUnavailableException e) {
      fail(FeedEnd.unavailable(e));
    } catch (RuntimeException e) {
      // What the text of a change may be part of is not passed on.
      fail(
          FeedEnd.unavailable(
              "a change in " + topic.name() + " cannot be read (" + e.getClass().getName() + ")"));
    } finally {
      released.run();
    }
  }

  private void seek(Consumer<byte[], byte[]> consumer) {
    partitions.forEach(p -> consumer.seek(p, from[p.partition()]));
  }

  /** The first reading: what is taken back. */
  private void look(Consumer<byte[], byte[]> consumer) {
    Progress progress = new Progress(from);
    while (!isReached(progress.reached) && !hasEnded()) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < until[record.partition()]) {
          ifMine(record, (entry, change) -> takeBack(change));
        }
      }
      progress.moveTo(consumer);
    }
  }

  private boolean isReached(long[] reached) {
    return partitions.stream().allMatch(p -> reached[p.partition()] >= until[p.partition()]);
  }

  /** The second reading: what is told. */
  private void tell(Consumer<byte[], byte[]> consumer) {
    Progress progress = new Progress(from);
    while (!handOver(progress.reached)) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      long[] limits = live.positions(topic);
      if (limits == null) {
        return;
      }
      for (TopicPartition partition : records.partitions()) {
        for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
          if (record.offset() >= limits[partition.partition()]) {
            // What the feed has not read yet may take this back: it is told by the window.
            consumer.seek(partition, record.offset());
            break;
          }
          ifMine(record, (entry, change) -> offer(entry));
        }
      }
      progress.moveTo(consumer);
    }
  }

  private void ifMine(
      ConsumerRecord<byte[], byte[]> record, BiConsumer<FeedEntry, Applied> consumer) {
    byte[] other = record.key();
    boolean mine =
        other != null
            && (wholeKey ? other.length == key.length : other.length > key.length)
            && Arrays.equals(key, 0, key.length, other, 0, key.length);
    if (mine) {
      Change change = ChangeCodec.read(record.value());
      if (change instanceof Applied applied) {
        consumer.accept(FeedEntry.of(record, applied), applied);
      }
    }
  }

  /** Notes what is taken back; changes that do not concern the subscriber are passed over. */
  void takeBack(Applied change) {
    live.lock.lock();
    try {
      if (subscription.scope().contains(change.session())) {
        takenBack.add(change);
      }
    } finally {
      live.lock.unlock();
    }
  }

  private void offer(FeedEntry entry) {
    boolean woken = false;
    live.lock.lock();
    try {
      if (!subscription.hasEnded()) {
        woken = awaitRoom() ? add(entry) : subscription.end(FeedEnd.slow());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      woken = subscription.end(FeedEnd.closed());
    } finally {
      live.lock.unlock();
    }
    if (woken) {
      subscription.tell();
    }
  }

  /** Whether there is room, or nobody who needs it; not if the subscriber takes nothing. */
  private boolean awaitRoom() throws InterruptedException {
    long patience = live.settings().patience().toNanos();
    long left = patience;
    int before = waiting.size();
    while (waiting.size() >= MOST_WAITING || waitingBytes >= MOST_WAITING_BYTES) {
      if (left <= 0) {
        return false;
      }
      left = drained.awaitNanos(left);
      left = waiting.size() < before ? patience : left;
      before = waiting.size();
    }
    return true;
  }

  private boolean add(FeedEntry entry) {
    if (subscription.hasEnded()) {
      return false;
    }
    waiting.add(entry);
    waitingBytes += entry.bytes();
    return subscription.rouse();
  }

  /** Whether nothing is left to read: the window has what comes next, or nobody wants it. */
  private boolean handOver(long[] reached) {
    boolean woken;
    live.lock.lock();
    try {
      if (subscription.hasEnded()) {
        return true;
      }
      if (!subscription.isCoveredAt(reached)) {
        return false;
      }
      handedOver = reached.clone();
      woken = subscription.rouse();
    } finally {
      live.lock.unlock();
    }
    if (woken) {
      subscription.tell();
    }
    return true;
  }

  private boolean hasEnded() {
    live.lock.lock();
    try {
      return subscription.hasEnded();
    } finally {
      live.lock.unlock();
    }
  }

  private void fail(FeedEnd why) {
    boolean ended;
    live.lock.lock();
    try {
      ended = subscription.end(why);
    } finally {
      live.lock.unlock();
    }
    if (ended) {
      subscription.tell();
    }
  }

  /** With the lock: the next change to be told, taken; {@code null} if there is none yet. */
  @Nullable FeedEntry next() {
    FeedEntry entry = waiting.poll();
    if (entry != null) {
      waitingBytes -= entry.bytes();
      drained.signalAll();
    }
    return entry;
  }

  /** With the lock: what may be told of a change; {@code null} if it is left out. */
  byte @Nullable [] told(FeedEntry entry) {
    return takenBack.told(entry);
  }

  /** With the lock: where the window goes on after the last change; {@code null} before that. */
  long @Nullable [] handedOver() {
    return handedOver;
  }

  /** With the lock: the subscriber has gone. */
  void wakeUp() {
    waiting.clear();
    waitingBytes = 0;
    drained.signalAll();
  }

  /** Where the reading has got, and whether it gets on at all. */
  private final class Progress {
    private final long[] reached;
    private long since = System.nanoTime();

    Progress(long[] from) {
      reached = from.clone();
    }

    void moveTo(Consumer<byte[], byte[]> consumer) {
      for (TopicPartition partition : partitions) {
        long position = consumer.position(partition);
        if (position > reached[partition.partition()]) {
          reached[partition.partition()] = position;
          since = System.nanoTime();
        }
      }
      if (System.nanoTime() - since > journal.timeout().toNanos()) {
        throw new ReadUnavailableException(
            "nothing of "
                + topic.name()
                + " came within "
                + journal.timeout()
                + ": check that Kafka runs and can be reached, and subscribe again",
            null);
      }
    }
  }
}
