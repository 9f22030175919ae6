package io.sessionfold.projector.topics;

import io.sessionfold.store.ActivePointer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

/**
 * Reads and writes what journals were made with, and which one is active, on {@code
 * session-generations}. It keeps what it has read and reads on from there. Not thread-safe.
 */
final class JournalRegister implements AutoCloseable {
  private static final TopicPartition PARTITION = new TopicPartition(TopicPlan.GENERATIONS, 0);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final String ACTIVE = "active";

  private final Map<String, Object> client;
  private final Map<String, byte[]> values = new TreeMap<>();
  private @Nullable Consumer<byte[], byte[]> reader;

  JournalRegister(Map<String, Object> client) {
    this.client = client;
  }

  /** What the journal was made with; {@code null} if that is not recorded. */
  @Nullable JournalRecord read(int journal) {
    readOn();
    byte[] value = values.get(JournalRecord.key(journal));
    return value == null ? null : JournalRecord.read(value);
  }

  /** All journals that are recorded. */
  KnownJournals all() {
    readOn();
    Map<Integer, KnownJournals.Journal> journals = new TreeMap<>();
    int active = ActivePointer.FIRST.journal();
    for (Map.Entry<String, byte[]> each : values.entrySet()) {
      int journal = JournalRecord.journal(each.getKey());
      if (journal > 0) {
        JournalRecord record = JournalRecord.read(each.getValue());
        journals.put(
            journal,
            new KnownJournals.Journal(
                LimitNames.limits(record.limits()), record.sequencing(), record.dropped()));
      } else if (each.getKey().equals(ACTIVE)) {
        active = JournalRecord.activeJournal(each.getValue());
      }
    }
    return new KnownJournals(active, journals);
  }

  private void readOn() {
    boolean whole = false;
    try {
      Consumer<byte[], byte[]> from = reader();
      long end = end(from, PARTITION);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (from.position(PARTITION, PATIENCE) < end) {
        from.poll(POLL).forEach(this::keep);
        if (System.nanoTime() - deadline > 0) {
          throw new IllegalStateException(
              "Could not read %s within %s: are its replicas available?"
                  .formatted(TopicPlan.GENERATIONS, PATIENCE));
        }
      }
      whole = true;
    } finally {
      if (!whole) {
        close();
      }
    }
  }

  private void keep(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() != null && record.value() != null) {
      values.put(new String(record.key(), StandardCharsets.UTF_8), record.value());
    }
  }

  private Consumer<byte[], byte[]> reader() {
    if (reader == null) {
      values.clear();
      Consumer<byte[], byte[]> opened = consumer();
      opened.assign(List.of(PARTITION));
      opened.seekToBeginning(List.of(PARTITION));
      reader = opened;
    }
    return reader;
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
    write(JournalRecord.key(journal), record.write());
  }

  /** Tells consumers of journals which one readers are sent to. */
  void announce(int journal) {
    write(ACTIVE, JournalRecord.writeActive(journal));
  }

  private void write(String key, byte[] value) {
    Map<String, Object> p = new HashMap<>(client);
    p.put(ProducerConfig.ACKS_CONFIG, "all");
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(p, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  TopicPlan.GENERATIONS,
                  PARTITION.partition(),
                  key.getBytes(StandardCharsets.UTF_8),
                  value))
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

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }
}
