package io.sessionfold.chaos.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A producer process: it sends its records in order, and does not stop before every one of them is
 * acknowledged. On the way it sends some again, and crashes: what it had not heard of, and a little
 * more, is sent again by its next life.
 */
final class Writer {
  private static final int IN_FLIGHT = 40;
  private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofMinutes(5);

  private final String bootstrapServers;
  private final List<Outgoing> records;
  private final Random random;
  private final Duration pace;
  private final List<Acknowledged> acknowledged = new ArrayList<>();
  private KafkaProducer<byte[], byte[]> producer;

  /**
   * A writer of records.
   *
   * @param pace the time between two records
   */
  Writer(String bootstrapServers, List<Outgoing> records, long seed, Duration pace) {
    this.bootstrapServers = bootstrapServers;
    this.records = List.copyOf(records);
    this.random = new Random(seed);
    this.pace = pace;
    this.producer = connect();
  }

  private KafkaProducer<byte[], byte[]> connect() {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "acks",
            "all",
            // A producer of another language may have neither of these two; duplicates follow.
            "enable.idempotence",
            random.nextBoolean(),
            "request.timeout.ms",
            2_000,
            "delivery.timeout.ms",
            300_000,
            "max.block.ms",
            300_000,
            "linger.ms",
            5),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** Sends everything; returns what the broker acknowledged, once for each time. */
  List<Acknowledged> run() {
    int from = 0;
    while (from < records.size()) {
      int to = Math.min(records.size(), from + 1 + random.nextInt(IN_FLIGHT));
      List<Future<RecordMetadata>> futures = send(from, to);
      if (random.nextInt(25) == 0) {
        producer.close(Duration.ZERO);
        producer = connect();
        collect(from, futures, false);
        from = Math.max(0, from - random.nextInt(10));
        continue;
      }
      collect(from, futures, true);
      from = to;
    }
    producer.close();
    return acknowledged;
  }

  private List<Future<RecordMetadata>> send(int from, int to) {
    List<Future<RecordMetadata>> futures = new ArrayList<>();
    for (int i = from; i < to; i++) {
      futures.add(producer.send(records.get(i).record()));
      if (random.nextInt(30) == 0) {
        Future<RecordMetadata> again = producer.send(records.get(i).record());
        futures.set(futures.size() - 1, again);
      }
      LockSupport.parkNanos(pace.toNanos());
    }
    return futures;
  }

  private void collect(int from, List<Future<RecordMetadata>> futures, boolean all) {
    for (int i = 0; i < futures.size(); i++) {
      Future<RecordMetadata> future = futures.get(i);
      try {
        if (all || future.isDone()) {
          RecordMetadata at = future.get(ACKNOWLEDGED_WITHIN.toSeconds(), TimeUnit.SECONDS);
          String id = records.get(from + i).headers().get("ce_id");
          acknowledged.add(new Acknowledged(at.topic(), at.partition(), at.offset(), id));
        }
      } catch (ExecutionException e) {
        if (all) {
          throw new IllegalStateException("a record was not acknowledged", e.getCause());
        }
      } catch (TimeoutException e) {
        throw new IllegalStateException("a record was not acknowledged in time", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }
}
