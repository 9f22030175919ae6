package io.sessionfold.ingest;

import io.sessionfold.embedded.BrokerConfig;
import io.sessionfold.embedded.EmbeddedBroker;
import io.sessionfold.event.IngressTopic;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** A broker of a test's own with the two topics of the event log; it can be stopped and started. */
final class EventLog implements AutoCloseable {
  static final int PARTITIONS = 4;

  private final BrokerConfig config;
  private @Nullable EmbeddedBroker broker;

  private EventLog(BrokerConfig config) {
    this.config = config;
  }

  /** A broker without topics. */
  static EventLog empty(BrokerConfig config) {
    EmbeddedBroker broker = EmbeddedBroker.start(config);
    int port = URI.create("kafka://" + broker.bootstrapServers()).getPort();
    EventLog log = new EventLog(config.withPort(port));
    log.broker = broker;
    return log;
  }

  static EventLog in(Path directory) throws Exception {
    EventLog log = empty(BrokerConfig.in(directory));
    Map<String, String> sized = Map.of("max.message.bytes", Integer.toString(7 * 1024 * 1024));
    try (Admin admin = log.admin()) {
      admin
          .createTopics(
              Stream.of(IngressTopic.values())
                  .map(t -> new NewTopic(t.topicName(), PARTITIONS, (short) 1).configs(sized))
                  .toList())
          .all()
          .get(30, TimeUnit.SECONDS);
    }
    return log;
  }

  Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", servers()));
  }

  String servers() {
    return "127.0.0.1:" + config.port();
  }

  void stop() {
    if (broker != null) {
      broker.close();
      broker = null;
    }
  }

  void start() {
    broker = EmbeddedBroker.start(config);
  }

  /** Everything on a topic, in the order of each partition. */
  List<ConsumerRecord<byte[], byte[]>> records(IngressTopic topic) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (int p = 0; p < PARTITIONS; p++) {
      partitions.add(new TopicPartition(topic.topicName(), p));
    }
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  @Override
  public void close() {
    stop();
  }
}
