package io.sessionfold.projector.topics;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether brokers and this machine agree on the time. Brokers stamp the records of the event log,
 * and an event's own time is believed up to five minutes after that; a clock that runs ahead makes
 * wrong times for good.
 */
public final class ClockCheck {
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private ClockCheck() {}

  /** What is asked of the brokers: the newest record of each partition of a topic. */
  public static Map<TopicPartition, OffsetSpec> question(String topic, int partitions) {
    Map<TopicPartition, OffsetSpec> question = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      question.put(new TopicPartition(topic, partition), OffsetSpec.maxTimestamp());
    }
    return question;
  }

  /**
   * Judges the answer.
   *
   * @param newest what the brokers answered to {@link #question}
   * @param now by this machine's clock
   */
  public static Optional<TopicProblem> problem(
      String topic, Collection<ListOffsetsResultInfo> newest, Instant now) {
    long latest = newest.stream().mapToLong(ListOffsetsResultInfo::timestamp).max().orElse(-1);
    Duration ahead = Duration.between(now, Instant.ofEpochMilli(latest));
    return ahead.compareTo(TOLERANCE) <= 0
        ? Optional.empty()
        : Optional.of(
            new TopicProblem(
                topic,
                "its newest record is %s, %d s ahead of this machine's clock"
                    .formatted(Instant.ofEpochMilli(latest), ahead.toSeconds()),
                "Set the clocks of the brokers and of this machine (NTP); if the brokers' clock was"
                    + " wrong, wait until that time has passed, or the times of new events would go"
                    + " back"));
  }
}
