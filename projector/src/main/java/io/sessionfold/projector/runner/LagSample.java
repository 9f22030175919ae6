package io.sessionfold.projector.runner;

import io.micrometer.core.instrument.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Lag by partition, at most once a second. While partitions flow, the consumer knows the ends from
 * its fetches; while they are paused it does not fetch, so the broker is asked.
 */
final class LagSample {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration ASK_TIMEOUT = Duration.ofMillis(500);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final Clock clock;
  private Map<Integer, Long> last = Map.of();
  private long askedAt;

  LagSample(Consumer<byte[], byte[]> consumer, String topic, Clock clock) {
    this.consumer = consumer;
    this.topic = topic;
    this.clock = clock;
    this.askedAt = clock.monotonicTime() - EVERY.toNanos();
  }

  Map<Integer, Long> sample(Map<Integer, Long> positions, boolean paused) {
    Set<Integer> partitions = positions.keySet();
    if (!last.keySet().equals(partitions) || clock.monotonicTime() - askedAt >= EVERY.toNanos()) {
      askedAt = clock.monotonicTime();
      last = paused ? asked(positions) : known(partitions);
    }
    return last;
  }

  private Map<Integer, Long> known(Set<Integer> partitions) {
    Map<Integer, Long> lag = new HashMap<>();
    for (Integer partition : partitions) {
      consumer
          .currentLag(new TopicPartition(topic, partition))
          .ifPresent(records -> lag.put(partition, records));
    }
    return lag;
  }

  private Map<Integer, Long> asked(Map<Integer, Long> positions) {
    try {
      Map<Integer, Long> lag = new HashMap<>();
      consumer
          .endOffsets(
              positions.keySet().stream()
                  .map(p -> new TopicPartition(topic, p))
                  .collect(Collectors.toSet()),
              ASK_TIMEOUT)
          .forEach(
              (p, end) -> lag.put(p.partition(), Math.max(end - positions.get(p.partition()), 0)));
      return lag;
    } catch (KafkaException e) {
      return last;
    }
  }
}
