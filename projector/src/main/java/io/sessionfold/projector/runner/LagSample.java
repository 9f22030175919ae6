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
import org.jspecify.annotations.Nullable;

/**
 * The ends of the partitions, at most once a second. While records flow, the consumer knows them
 * from its fetches. While it is paused it does not fetch, and while nothing comes nobody can tell a
 * quiet topic from brokers that are away, so then the brokers are asked.
 */
final class LagSample {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final Duration ASK_TIMEOUT = Duration.ofMillis(500);

  /** A broker under load may miss a question or two. */
  private static final int SILENT_AFTER = 3;

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final Clock clock;
  private Map<Integer, Long> ends = Map.of();
  private long sampledAt;
  private long heardAt;
  private int unanswered;

  LagSample(Consumer<byte[], byte[]> consumer, String topic, Clock clock) {
    this.consumer = consumer;
    this.topic = topic;
    this.clock = clock;
    this.sampledAt = clock.monotonicTime() - EVERY.toNanos();
    this.heardAt = clock.monotonicTime();
  }

  /** Records came: the brokers are there. */
  void heard() {
    heardAt = clock.monotonicTime();
    unanswered = 0;
  }

  /** By partition, the end of what is committed; those not known are absent. */
  Map<Integer, Long> ends(Map<Integer, Long> positions, boolean paused) {
    long now = clock.monotonicTime();
    if (ends.keySet().equals(positions.keySet()) && now - sampledAt < EVERY.toNanos()) {
      return ends;
    }
    sampledAt = now;
    boolean ask = paused || now - heardAt >= QUIET.toNanos();
    ends = ask && !positions.isEmpty() ? asked(positions.keySet()) : known(positions);
    return ends;
  }

  /** Why nothing comes, if it is that the brokers do not answer. */
  @Nullable String silence() {
    return unanswered < SILENT_AFTER
        ? null
        : "Kafka does not answer: check that the brokers run and can be reached; it is asked again"
            + " until it does";
  }

  private Map<Integer, Long> known(Map<Integer, Long> positions) {
    Map<Integer, Long> known = new HashMap<>();
    positions.forEach(
        (partition, position) ->
            consumer
                .currentLag(topicPartition(partition))
                .ifPresent(records -> known.put(partition, position + records)));
    return known;
  }

  private Map<Integer, Long> asked(Set<Integer> partitions) {
    try {
      Map<Integer, Long> answer = new HashMap<>();
      consumer
          .endOffsets(
              partitions.stream().map(this::topicPartition).collect(Collectors.toSet()),
              ASK_TIMEOUT)
          .forEach((partition, end) -> answer.put(partition.partition(), end));
      heard();
      return answer;
    } catch (KafkaException e) {
      unanswered++;
      return ends;
    }
  }

  private TopicPartition topicPartition(int partition) {
    return new TopicPartition(topic, partition);
  }
}
