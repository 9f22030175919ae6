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
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A producer process: it sends its records in order, and does not stop before every one of them is
 * acknowledged. On the way it sends some again, and crashes: what it had not heard of, and a little
 * more, is sent again by its next life.
 */
final class Writer implements AutoCloseable {
  private static final int IN_FLIGHT = 40;
  private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofMinutes(5);

  private final String bootstrapServers;
  private final Random random;
  private final Supplier<Duration> pace;
  private final Consumer<List<Acknowledged>> heard;
  private KafkaProducer<byte[], byte[]> producer;

  /**
   * A writer; it connects at once.
   *
   * @param pace the time between two records, asked after each
   * @param heard is told what was acknowledged
   */
  Writer(
      String bootstrapServers,
      long seed,
      Supplier<Duration> pace,
      Consumer<List<Acknowledged>> heard) {
    this.bootstrapServers = bootstrapServers;
    this.random = new Random(seed);
    this.pace = pace;
    this.heard = heard;
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
  List<Acknowledged> run(List<Outgoing> records) {
    List<Acknowledged> acknowledged = new ArrayList<>();
    int from = 0;
    while (from < records.size()) {
      int to = Math.min(records.size(), from + 1 + random.nextInt(IN_FLIGHT));
      List<Outgoing> next = records.subList(from, to);
      List<Future<RecordMetadata>> futures = send(next);
      if (random.nextInt(25) == 0) {
        producer.close(Duration.ZERO);
        producer = connect();
        collect(next, futures, false, acknowledged);
        from = Math.max(0, from - random.nextInt(10));
        continue;
      }
      collect(next, futures, true, acknowledged);
      from = to;
    }
    return acknowledged;
  }

  @Override
  public void close() {
    producer.close();
  }

  private List<Future<RecordMetadata>> send(List<Outgoing> records) {
    List<Future<RecordMetadata>> futures = new ArrayList<>();
    for (Outgoing record : records) {
      Future<RecordMetadata> sent = producer.send(record.record());
      futures.add(random.nextInt(30) == 0 ? producer.send(record.record()) : sent);
      LockSupport.parkNanos(pace.get().toNanos());
    }
    return futures;
  }

  private void collect(
      List<Outgoing> records,
      List<Future<RecordMetadata>> futures,
      boolean all,
      List<Acknowledged> acknowledged) {
    int before = acknowledged.size();
    for (int i = 0; i < futures.size(); i++) {
      Future<RecordMetadata> future = futures.get(i);
      try {
        if (all || future.isDone()) {
          RecordMetadata at = future.get(ACKNOWLEDGED_WITHIN.toSeconds(), TimeUnit.SECONDS);
          Outgoing sent = records.get(i);
          String id = sent.headers().get("ce_id");
          acknowledged.add(
              new Acknowledged(at.topic(), at.partition(), at.offset(), sent.key(), id));
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
    heard.accept(List.copyOf(acknowledged.subList(before, acknowledged.size())));
  }
}
