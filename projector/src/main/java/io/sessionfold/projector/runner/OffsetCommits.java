package io.sessionfold.projector.runner;

import io.micrometer.core.instrument.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits stored journal positions, now and then. They serve the tools that show a group's lag; a
 * sink itself starts from its watermarks, so a commit that fails costs nothing and is only logged.
 */
final class OffsetCommits {
  private static final Logger LOG = LoggerFactory.getLogger(OffsetCommits.class);
  private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final Duration interval;
  private final Clock clock;
  private final Map<Integer, Long> committed = new HashMap<>();
  private long committedAt;

  OffsetCommits(Consumer<byte[], byte[]> consumer, String topic, Duration interval, Clock clock) {
    this.consumer = consumer;
    this.topic = topic;
    this.interval = interval;
    this.clock = clock;
    this.committedAt = clock.monotonicTime();
  }

  void commitIfDue(Map<Integer, Long> positions) {
    if (clock.monotonicTime() - committedAt < interval.toNanos()) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> offsets = offsets(positions);
    if (!offsets.isEmpty()) {
      consumer.commitAsync(
          offsets,
          (done, e) -> {
            if (e != null) {
              LOG.debug("offsets of {} were not committed, the watermarks have them", topic, e);
            }
          });
      remember(positions);
    }
  }

  void commitNow(Map<Integer, Long> positions) {
    Map<TopicPartition, OffsetAndMetadata> offsets = offsets(positions);
    if (offsets.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(offsets, COMMIT_TIMEOUT);
      remember(positions);
    } catch (KafkaException e) {
      LOG.warn("offsets of {} were not committed, the watermarks have them", topic, e);
    }
  }

  private void remember(Map<Integer, Long> positions) {
    // Only of present partitions: one that comes back may have been committed by another member.
    committed.keySet().retainAll(Set.copyOf(positions.keySet()));
    committed.putAll(positions);
    committedAt = clock.monotonicTime();
  }

  private Map<TopicPartition, OffsetAndMetadata> offsets(Map<Integer, Long> positions) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    positions.forEach(
        (partition, position) -> {
          if (!position.equals(committed.get(partition))) {
            offsets.put(new TopicPartition(topic, partition), new OffsetAndMetadata(position));
          }
        });
    return offsets;
  }
}
