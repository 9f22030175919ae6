package io.sessionfold.projector.topology;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.store.StoreNames;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Asks the brokers once what is not sequenced; every answer comes within seconds or never. */
final class BacklogQuestion implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration READ = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(100);

  private final String group;
  private final Admin admin;
  private final Consumer<byte[], byte[]> reader;

  BacklogQuestion(ProjectorSettings settings) {
    group = StoreNames.applicationId(settings.journal());
    admin = Admin.create(KafkaLogFacts.client(settings));
    // One record of each partition is looked at, so little is fetched.
    reader =
        KafkaLogFacts.consumer(
            settings,
            Map.of(
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                16 * 1024,
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                1024 * 1024));
  }

  /**
   * Asks.
   *
   * @throws org.apache.kafka.common.KafkaException or the others, if the brokers do not answer
   */
  ProjectorBacklog ask(SortedSet<Integer> partitions)
      throws ExecutionException, TimeoutException, InterruptedException {
    long askedAt = System.nanoTime();
    Set<TopicPartition> mine = new HashSet<>();
    for (IngressTopic topic : IngressTopic.values()) {
      partitions.forEach(p -> mine.add(new TopicPartition(topic.topicName(), p)));
    }
    Map<TopicPartition, Long> positions = committed(mine);
    Map<TopicPartition, Long> lag = new HashMap<>();
    reader
        .endOffsets(mine, PATIENCE)
        .forEach((p, end) -> lag.put(p, Math.max(end - positions.get(p), 0)));
    Instant since = oldest(positions, lag);
    return new ProjectorBacklog(askedAt, null, named(positions), named(lag), since);
  }

  private Map<TopicPartition, Long> committed(Set<TopicPartition> mine)
      throws ExecutionException, TimeoutException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> all =
        admin
            .listConsumerGroupOffsets(group)
            .partitionsToOffsetAndMetadata()
            .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    Map<TopicPartition, Long> committed = new HashMap<>();
    for (TopicPartition partition : mine) {
      OffsetAndMetadata offset = all.get(partition);
      committed.put(partition, offset == null ? 0 : offset.offset());
    }
    return committed;
  }

  /**
   * Reads the first record that is left on each partition, which tells its age. Where there is
   * none, only markers are left, and nothing lags.
   */
  private @Nullable Instant oldest(
      Map<TopicPartition, Long> positions, Map<TopicPartition, Long> lag) {
    Set<TopicPartition> asked = new HashSet<>(lag.keySet());
    asked.removeIf(partition -> lag.get(partition) == 0);
    reader.assign(asked);
    asked.forEach(partition -> reader.seek(partition, positions.get(partition)));
    Instant oldest = null;
    long deadline = System.nanoTime() + READ.toNanos();
    while (!asked.isEmpty() && System.nanoTime() - deadline < 0) {
      for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (asked.remove(partition)) {
          reader.pause(Set.of(partition));
          Instant recorded = Instant.ofEpochMilli(record.timestamp());
          oldest = oldest == null || recorded.isBefore(oldest) ? recorded : oldest;
        }
      }
      asked.removeIf(partition -> atEnd(partition, positions, lag));
    }
    return oldest;
  }

  private boolean atEnd(
      TopicPartition partition,
      Map<TopicPartition, Long> positions,
      Map<TopicPartition, Long> lag) {
    boolean atEnd =
        reader.position(partition, PATIENCE) >= positions.get(partition) + lag.get(partition);
    if (atEnd) {
      lag.put(partition, 0L);
    }
    return atEnd;
  }

  private static Map<String, Long> named(Map<TopicPartition, Long> offsets) {
    Map<String, Long> named = new HashMap<>();
    offsets.forEach((partition, offset) -> named.put(partition.toString(), offset));
    return named;
  }

  @Override
  public void close() {
    reader.close(CloseOptions.timeout(Duration.ZERO));
    admin.close(Duration.ZERO);
  }
}
