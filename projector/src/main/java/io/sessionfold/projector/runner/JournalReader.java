package io.sessionfold.projector.runner;

import io.micrometer.core.instrument.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal as a loop reads it: what comes, and how far it was read. Brokers that are away are
 * waited for: nothing here asks them in a way that could end the loop. Only the loop's thread calls
 * it.
 */
final class JournalReader {
  private static final Logger LOG = LoggerFactory.getLogger(JournalReader.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration LOOK_TIMEOUT = Duration.ofMillis(500);

  private final SinkFeed feed;
  private final Consumer<byte[], byte[]> consumer;
  private final Clock clock;
  private final Backoff backoff;

  /** By partition, the next offset to read, from the polls themselves: asking could block. */
  private final Map<Integer, Long> positions = new TreeMap<>();

  private @Nullable Outage outage;
  private boolean topicMissing;
  private long lookAt;

  JournalReader(SinkFeed feed, Clock clock, Backoff backoff) {
    this.feed = feed;
    this.consumer = feed.consumer();
    this.clock = clock;
    this.backoff = backoff;
    this.lookAt = clock.monotonicTime();
  }

  /** Reads on; nothing comes while the brokers are away. */
  ConsumerRecords<byte[], byte[]> poll(Duration wait) {
    long left = outage == null ? 0 : outage.retryAt() - clock.monotonicTime();
    if (left > 0) {
      LockSupport.parkNanos(Math.min(left, wait.toNanos()));
      return ConsumerRecords.empty();
    }
    try {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(wait);
      records
          .nextOffsets()
          .forEach((p, next) -> positions.computeIfPresent(p.partition(), (n, o) -> next.offset()));
      if (outage != null) {
        LOG.info("{}: Kafka is back", feed.sink().name());
        outage = null;
      }
      return records;
    } catch (InvalidOffsetException e) {
      throw new IllegalStateException(
          "the journal does not reach the watermarks of sink "
              + feed.sink().name()
              + " on "
              + e.partitions()
              + ": it was shortened or created anew; restore it, or rebuild into a new generation",
          e);
    } catch (FencedInstanceIdException e) {
      throw new FencedMemberException(feed.sink().name(), e);
    } catch (RetriableException e) {
      away(e);
      return ConsumerRecords.empty();
    }
  }

  private void away(RetriableException e) {
    int failures = outage == null ? 1 : outage.failures() + 1;
    Duration wait = backoff.after(failures, ThreadLocalRandom.current().nextDouble());
    String message =
        "Kafka is not available ("
            + e.getClass().getSimpleName()
            + "): check that the brokers run and can be reached; it is tried again until it works";
    if (failures == 1) {
      LOG.warn("{}: {}", feed.sink().name(), message, e);
    }
    outage = new Outage(failures, clock.monotonicTime() + wait.toNanos(), message);
  }

  /** The brokers' outage, while there is one. */
  @Nullable Outage outage() {
    return outage;
  }

  /** Reads a partition from there on. */
  void seek(int partition, long offset) {
    consumer.seek(topicPartition(partition), offset);
    positions.put(partition, offset);
  }

  /** Lets new partitions wait until they are opened by {@link #seek}. */
  void hold(Collection<TopicPartition> partitions) {
    // A position, so that none is asked for; the right one is known when the partition is opened.
    partitions.forEach(partition -> consumer.seek(partition, 0));
    consumer.pause(partitions);
  }

  void forget(Set<Integer> partitions) {
    positions.keySet().removeAll(partitions);
  }

  /** The next offsets to read, of the partitions that are open. */
  Map<Integer, Long> positions() {
    return Collections.unmodifiableMap(positions);
  }

  /** Pauses these partitions, and lets all others flow. */
  void pauseOnly(Set<Integer> partitions) {
    Set<TopicPartition> paused =
        partitions.stream().map(this::topicPartition).collect(Collectors.toSet());
    Set<TopicPartition> flowing = Set.copyOf(consumer.assignment());
    consumer.pause(paused);
    consumer.resume(flowing.stream().filter(p -> !paused.contains(p)).collect(Collectors.toSet()));
  }

  /**
   * Whether there is no such topic, which is why no partition is assigned. Looked up now and then,
   * so it is for those who wait.
   */
  boolean topicMissing() {
    if (clock.monotonicTime() >= lookAt) {
      lookAt = clock.monotonicTime() + LOOK_EVERY.toNanos();
      try {
        topicMissing = consumer.partitionsFor(feed.topic(), LOOK_TIMEOUT).isEmpty();
      } catch (KafkaException e) {
        LOG.debug("{} was not looked up; it is looked up again", feed.topic(), e);
      }
    }
    return topicMissing;
  }

  private TopicPartition topicPartition(int partition) {
    return new TopicPartition(feed.topic(), partition);
  }
}
