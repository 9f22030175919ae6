package io.sessionfold.projector.deadletters;

import io.sessionfold.projector.topics.PartitionScan;
import io.sessionfold.store.StoreNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the dead letters of a journal, from the oldest to those that were committed when the
 * reading began: it ends by itself. One is held at a time. Not thread-safe.
 */
public final class DeadLetterLog implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final KafkaConsumer<byte @Nullable [], byte @Nullable []> consumer;
  private final String topic;

  /**
   * A reader that connects when it is first asked.
   *
   * @param properties of the Kafka client; {@code bootstrap.servers} at least
   * @param journal the number of the journal that the dead letters belong to
   */
  public DeadLetterLog(Map<String, ?> properties, int journal) {
    Map<String, Object> config = new HashMap<>(properties);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
    // The next partition waits for the fetch of the one before, which has nothing more to come.
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
    this.consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.topic = StoreNames.deadLetters(journal);
  }

  /**
   * Shows dead letters, by partition and in order within it, as long as {@code more} wants one.
   *
   * @param filter which are shown
   * @param more gets each; {@code false}: that was enough
   * @throws IllegalStateException if there is no such topic
   * @throws org.apache.kafka.common.errors.TimeoutException if the brokers do not answer
   */
  public void read(DeadLetterFilter filter, Predicate<DeadLetter> more) {
    List<TopicPartition> partitions = partitions();
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    consumer.seekToBeginning(partitions);
    for (TopicPartition partition : partitions) {
      consumer.pause(partitions);
      consumer.resume(List.of(partition));
      long end = ends.getOrDefault(partition, 0L);
      if (PartitionScan.any(consumer, partition, end, r -> isEnough(r, filter, more))) {
        return;
      }
    }
  }

  private static boolean isEnough(
      ConsumerRecord<byte @Nullable [], byte @Nullable []> record,
      DeadLetterFilter filter,
      Predicate<DeadLetter> more) {
    DeadLetter letter = DeadLetter.read(record).orElse(null);
    return letter != null && filter.test(letter) && !more.test(letter);
  }

  private List<TopicPartition> partitions() {
    List<PartitionInfo> found = consumer.partitionsFor(topic);
    if (found == null || found.isEmpty()) {
      throw new IllegalStateException(
          "topic " + topic + " does not exist: create it with `sessionfold topics ensure`");
    }
    return found.stream()
        .map(p -> new TopicPartition(topic, p.partition()))
        .sorted((a, b) -> Integer.compare(a.partition(), b.partition()))
        .toList();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
