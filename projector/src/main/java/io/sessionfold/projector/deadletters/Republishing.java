package io.sessionfold.projector.deadletters;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes dead letters once more to the topic that they came from: key, value and headers as they
 * were, so that the event keeps its id, and twice is once. The partition is the key's, wherever the
 * record stood.
 */
public final class Republishing implements AutoCloseable {
  private static final int LARGEST = 8 * 1024 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Map<String, Object> properties;
  private final KafkaProducer<byte @Nullable [], byte @Nullable []> producer;

  /**
   * Connects when the first is published.
   *
   * @param properties of the Kafka client; {@code bootstrap.servers} at least
   */
  public Republishing(Map<String, ?> properties) {
    this.properties = new HashMap<>(properties);
    Map<String, Object> config = new HashMap<>(properties);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 60_000);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 15_000);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Publishes; completes with the new place when it is on all replicas in sync.
   *
   * @throws IllegalStateException if its content is not to be had: it was published to a deleted
   *     session, or left out and the event log has it no more
   */
  public CompletionStage<LogPosition> publish(DeadLetter letter) {
    if (letter.isOfDeleted()) {
      throw new IllegalStateException(
          "its session is deleted, and nothing is kept of what comes after: publish it to a new"
              + " session");
    }
    CompletableFuture<LogPosition> published = new CompletableFuture<>();
    var unused =
        producer.send(
            letter.omitted() == null ? record(letter) : original(letter),
            (metadata, e) -> {
              if (e == null) {
                published.complete(
                    new LogPosition(metadata.topic(), metadata.partition(), metadata.offset()));
              } else {
                published.completeExceptionally(e);
              }
            });
    return published;
  }

  private static ProducerRecord<byte @Nullable [], byte @Nullable []> record(DeadLetter letter) {
    return new ProducerRecord<>(
        letter.at().topic(), null, letter.key(), letter.value(), letter.headers());
  }

  /** What a dead letter could not hold stands in the event log. */
  private ProducerRecord<byte @Nullable [], byte @Nullable []> original(DeadLetter letter) {
    LogPosition at = letter.at();
    ConsumerRecord<byte @Nullable [], byte @Nullable []> found =
        find(at)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "its content was left out, and the event log has nothing at " + at));
    return new ProducerRecord<>(at.topic(), null, found.key(), found.value(), found.headers());
  }

  private Optional<ConsumerRecord<byte @Nullable [], byte @Nullable []>> find(LogPosition at) {
    Map<String, Object> config = new HashMap<>(properties);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    TopicPartition partition = new TopicPartition(at.topic(), at.partition());
    try (KafkaConsumer<byte @Nullable [], byte @Nullable []> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, at.offset());
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < deadline) {
        for (ConsumerRecord<byte @Nullable [], byte @Nullable []> record :
            consumer.poll(Duration.ofMillis(200))) {
          return record.offset() == at.offset() ? Optional.of(record) : Optional.empty();
        }
      }
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
