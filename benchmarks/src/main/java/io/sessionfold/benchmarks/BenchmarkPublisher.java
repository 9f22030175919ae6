package io.sessionfold.benchmarks;

import io.sessionfold.event.EventType;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes messages of about 512 bytes, each to a session drawn at random; the seed is fixed. */
final class BenchmarkPublisher implements AutoCloseable {
  private static final String TEXT =
      "Could you check whether the refund for the second night has been booked? ".repeat(6);

  private final Random random = new Random(42);
  private final KafkaProducer<byte[], byte[]> producer;
  private final int sessions;
  private int published;

  /** Told of each acknowledged event. */
  interface Acknowledged {
    void at(String id, long nanos);
  }

  BenchmarkPublisher(Map<String, Object> client, int sessions) {
    Map<String, Object> p = new HashMap<>(client);
    p.put(ProducerConfig.LINGER_MS_CONFIG, 2);
    p.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    producer = new KafkaProducer<>(p, new ByteArraySerializer(), new ByteArraySerializer());
    this.sessions = sessions;
  }

  void publish() {
    publish((id, nanos) -> {});
  }

  void publishAtRate(int eventsASecond, int seconds, Acknowledged acknowledged) {
    long start = System.nanoTime();
    long total = (long) eventsASecond * seconds;
    for (long i = 0; i < total; i++) {
      long due = start + i * TimeUnit.SECONDS.toNanos(1) / eventsASecond;
      while (System.nanoTime() - due < 0) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      publish(acknowledged);
    }
    producer.flush();
  }

  private void publish(Acknowledged acknowledged) {
    String session = "default/bench-" + random.nextInt(sessions);
    String id = "e-" + published++;
    String data =
        "{\"agent\":\"concierge\",\"message\":{\"role\":\"user\",\"content\":\""
            + TEXT
            + published
            + "\"},\"format\":\"openai.chat\"}";
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            EventType.MESSAGE_APPENDED.topic().topicName(), utf8(session), utf8(data));
    Headers headers = record.headers();
    headers.add("ce_specversion", utf8("1.0"));
    headers.add("ce_type", utf8(EventType.MESSAGE_APPENDED.cloudEventsType(1)));
    headers.add("ce_source", utf8("/benchmark"));
    headers.add("ce_id", utf8(id));
    headers.add("ce_subject", utf8(session));
    headers.add("ce_time", utf8("2026-03-01T09:00:00.000Z"));
    headers.add("content-type", utf8("application/json"));
    var unused =
        producer.send(
            record,
            (metadata, failure) -> {
              if (failure != null) {
                throw new IllegalStateException("the broker refused an event", failure);
              }
              acknowledged.at(id, System.nanoTime());
            });
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close();
  }
}
