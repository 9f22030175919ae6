package io.sessionfold.benchmarks;

import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.store.StoreNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Takes the time from an event's acknowledgement to its change, as a committed reader sees it. */
final class JournalStopwatch implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
  private final Map<String, Long> readable = new ConcurrentHashMap<>();

  JournalStopwatch(Map<String, Object> client, int partitions) {
    Map<String, Object> p = new HashMap<>(client);
    p.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    consumer = new KafkaConsumer<>(p, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> journal =
        IntStream.range(0, partitions)
            .mapToObj(partition -> new TopicPartition(StoreNames.journal(1), partition))
            .toList();
    consumer.assign(journal);
  }

  /** Microseconds of all that {@code publishing} publishes. */
  Histogram measure(Consumer<BenchmarkPublisher.Acknowledged> publishing, Duration patience)
      throws InterruptedException {
    consumer.seekToEnd(consumer.assignment());
    consumer.assignment().forEach(consumer::position);
    Thread publisher = new Thread(() -> publishing.accept(acknowledged::put), "publisher");
    publisher.start();
    long deadline = Long.MAX_VALUE;
    while (deadline == Long.MAX_VALUE || (missing() && System.nanoTime() < deadline)) {
      long now = 0;
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
        now = now == 0 ? System.nanoTime() : now;
        readable.put(String.valueOf(ChangeCodec.read(record.value()).event().id()), now);
      }
      if (deadline == Long.MAX_VALUE && !publisher.isAlive()) {
        deadline = System.nanoTime() + patience.toNanos();
      }
    }
    publisher.join();
    if (missing()) {
      throw new IllegalStateException("changes are missing in the journal after " + patience);
    }
    Histogram histogram = new Histogram(3);
    acknowledged.forEach(
        (id, from) ->
            histogram.recordValue(
                Math.max(0, Objects.requireNonNull(readable.get(id)) - from) / 1_000));
    return histogram;
  }

  private boolean missing() {
    return !readable.keySet().containsAll(acknowledged.keySet());
  }

  @Override
  public void close() {
    consumer.close();
  }
}
