package io.sessionfold.projector.topology;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.projector.topics.PartitionScan;
import io.sessionfold.store.StoreNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Asks the brokers, through one consumer that is made when the first task asks. Thread-safe. */
final class KafkaLogFacts implements LogFacts, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ProjectorSettings settings;
  private @Nullable Consumer<byte[], byte[]> consumer;

  KafkaLogFacts(ProjectorSettings settings) {
    this.settings = settings;
  }

  @Override
  public long end(IngressTopic topic, int partition) {
    TopicPartition asked = new TopicPartition(topic.topicName(), partition);
    return ask(reader -> end(reader, asked));
  }

  @Override
  public boolean journalHasChanges(int partition) {
    TopicPartition asked = new TopicPartition(StoreNames.journal(settings.journal()), partition);
    return ask(reader -> hasRecords(reader, asked));
  }

  private static boolean hasRecords(Consumer<byte[], byte[]> reader, TopicPartition asked) {
    long end = end(reader, asked);
    reader.assign(List.of(asked));
    reader.seekToBeginning(List.of(asked));
    return PartitionScan.any(reader, asked, end, record -> true);
  }

  private static long end(Consumer<byte[], byte[]> reader, TopicPartition asked) {
    return reader.endOffsets(List.of(asked), PATIENCE).getOrDefault(asked, 0L);
  }

  private synchronized <T> T ask(Function<Consumer<byte[], byte[]>, T> question) {
    if (consumer == null) {
      consumer = consumer(settings, Map.of());
    }
    return question.apply(consumer);
  }

  /** What every client of a projector is made with. */
  static Properties client(ProjectorSettings settings) {
    Properties p = new Properties();
    p.putAll(settings.client());
    p.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    return p;
  }

  /** A reader of committed records, in no group. */
  static Consumer<byte[], byte[]> consumer(ProjectorSettings settings, Map<String, ?> more) {
    Properties p = client(settings);
    p.putAll(more);
    p.putAll(
        Map.of(
            ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"));
    return new KafkaConsumer<>(p, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public synchronized void close() {
    if (consumer != null) {
      consumer.close();
      consumer = null;
    }
  }
}
