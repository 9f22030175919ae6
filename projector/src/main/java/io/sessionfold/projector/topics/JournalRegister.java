package io.sessionfold.projector.topics;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Reads and writes what journals were made with, on {@code session-generations}. */
final class JournalRegister {
  private static final TopicPartition PARTITION = new TopicPartition(TopicPlan.GENERATIONS, 0);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Object> client;

  JournalRegister(Map<String, Object> client) {
    this.client = client;
  }

  /** What the journal was made with; {@code null} if that is not recorded. */
  @Nullable JournalRecord read(int journal) {
    byte[] key = JournalRecord.key(journal).getBytes(StandardCharsets.UTF_8);
    byte[] value = null;
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      consumer.assign(List.of(PARTITION));
      consumer.seekToBeginning(List.of(PARTITION));
      long end = end(consumer, PARTITION);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (consumer.position(PARTITION, PATIENCE) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          value = Arrays.equals(key, record.key()) ? record.value() : value;
        }
        if (System.nanoTime() - deadline > 0) {
          throw new IllegalStateException(
              "Could not read %s within %s: are its replicas available?"
                  .formatted(TopicPlan.GENERATIONS, PATIENCE));
        }
      }
    }
    return value == null ? null : JournalRecord.read(value);
  }

  /** Whether nothing was ever written to any partition of the topic. */
  boolean isEmpty(String topic, int partitions) {
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      for (int partition = 0; partition < partitions; partition++) {
        if (end(consumer, new TopicPartition(topic, partition)) > 0) {
          return false;
        }
      }
    }
    return true;
  }

  void write(int journal, JournalRecord record) {
    Map<String, Object> p = new HashMap<>(client);
    p.put(ProducerConfig.ACKS_CONFIG, "all");
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(p, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  TopicPlan.GENERATIONS,
                  PARTITION.partition(),
                  JournalRecord.key(journal).getBytes(StandardCharsets.UTF_8),
                  record.write()))
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Could not write to %s: %s".formatted(TopicPlan.GENERATIONS, e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  private static long end(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
    return consumer.endOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
  }

  private Consumer<byte[], byte[]> consumer() {
    Map<String, Object> p = new HashMap<>(client);
    p.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    p.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return new KafkaConsumer<>(p, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
