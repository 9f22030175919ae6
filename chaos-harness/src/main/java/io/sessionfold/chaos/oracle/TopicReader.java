package io.sessionfold.chaos.oracle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads topics on from where it was, up to their read_committed ends. */
final class TopicReader implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final KafkaConsumer<byte @Nullable [], byte @Nullable []> consumer;
  private final int partitions;
  private final Map<TopicPartition, Long> positions = new HashMap<>();

  TopicReader(String bootstrapServers, int partitions) {
    this.partitions = partitions;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                "default.api.timeout.ms",
                60_000),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /** What has come since the last call, by partition, in order. */
  List<Raw> next(String topic) {
    List<TopicPartition> all = partitionsOf(topic);
    consumer.assign(all);
    Map<TopicPartition, Long> ends = consumer.endOffsets(all);
    all.forEach(p -> consumer.seek(p, positions.getOrDefault(p, 0L)));
    List<Raw> read = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (all.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
      for (ConsumerRecord<byte @Nullable [], byte @Nullable []> record :
          consumer.poll(Duration.ofMillis(200))) {
        read.add(Raw.of(record));
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("topic " + topic + " cannot be read to its end");
      }
    }
    all.forEach(p -> positions.put(p, consumer.position(p)));
    return read;
  }

  /** The ends of a topic at this moment. */
  Map<Integer, Long> ends(String topic) {
    List<TopicPartition> all = partitionsOf(topic);
    Map<Integer, Long> ends = new HashMap<>();
    consumer.endOffsets(all).forEach((p, end) -> ends.put(p.partition(), end));
    return ends;
  }

  private List<TopicPartition> partitionsOf(String topic) {
    return IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
