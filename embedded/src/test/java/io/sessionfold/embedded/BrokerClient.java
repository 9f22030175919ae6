package io.sessionfold.embedded;

import static org.apache.kafka.clients.consumer.ConsumerConfig.ISOLATION_LEVEL_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What a client of a broker under test does: topics of one partition, values of text. */
final class BrokerClient {
  private static final int LARGE = 9 * 1024 * 1024;

  private final String bootstrapServers;

  BrokerClient(EmbeddedBroker broker) {
    this.bootstrapServers = broker.bootstrapServers();
  }

  String clusterId() {
    try (Admin admin = admin()) {
      return get(admin.describeCluster().clusterId());
    }
  }

  void createTopic(String topic) {
    NewTopic wanted =
        new NewTopic(topic, 1, (short) 1)
            .configs(Map.of("max.message.bytes", Integer.toString(LARGE)));
    try (Admin admin = admin()) {
      get(admin.createTopics(List.of(wanted)).all());
    }
  }

  void send(String topic, String value) {
    try (KafkaProducer<String, String> producer = producer(Map.of())) {
      producer.send(new ProducerRecord<>(topic, value)).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  void sendInTransaction(String topic, String value) {
    Map<String, Object> transactional = Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "test");
    try (KafkaProducer<String, String> producer = producer(transactional)) {
      producer.initTransactions();
      producer.beginTransaction();
      Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(topic, value));
      producer.commitTransaction();
      assertThat(sent).isDone();
    }
  }

  /**
   * All committed values, of which there are so many at least: a broker answers a commit before it
   * has written the marker that readers wait for.
   */
  List<String> readAll(String topic, int atLeast) {
    TopicPartition partition = new TopicPartition(topic, 0);
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            ISOLATION_LEVEL_CONFIG,
            "read_committed",
            MAX_PARTITION_FETCH_BYTES_CONFIG,
            LARGE);
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      long end = 0;
      while (consumer.position(partition) < end || values.size() < atLeast) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("only these are committed: " + values);
        }
        consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
        end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      }
    }
    return values;
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  private KafkaProducer<String, String> producer(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put("bootstrap.servers", bootstrapServers);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGE);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 3_000);
    return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
