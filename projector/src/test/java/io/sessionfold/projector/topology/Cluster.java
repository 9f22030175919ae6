package io.sessionfold.projector.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sessionfold.embedded.BrokerConfig;
import io.sessionfold.embedded.EmbeddedBroker;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.projector.topics.TopicReport;
import io.sessionfold.projector.topics.Topics;
import io.sessionfold.sequence.IngressRecord;
import io.sessionfold.sequence.Limits;
import io.sessionfold.testkit.EventLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** A broker with the topics of journal 1, and what a test asks of it. */
final class Cluster implements AutoCloseable {
  static final int PARTITIONS = 4;
  static final Duration PATIENCE = Duration.ofSeconds(60);

  final EmbeddedBroker broker;
  final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;

  Cluster(Path directory) {
    broker = EmbeddedBroker.start(BrokerConfig.in(directory));
    admin = Admin.create(client());
    Map<String, Object> large = new HashMap<>(client());
    large.put("max.request.size", 8 << 20);
    producer = new KafkaProducer<>(large, new ByteArraySerializer(), new ByteArraySerializer());
  }

  Map<String, Object> client() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  TopicReport ensureTopics(Limits limits) {
    try (Topics topics = new Topics(client())) {
      return topics.ensure(1, PARTITIONS, 1, limits);
    }
  }

  TopicReport checkTopics(Limits limits) {
    try (Topics topics = new Topics(client())) {
      return topics.check(1, limits);
    }
  }

  ProjectorSettings settings(Path state) {
    return ProjectorSettings.of(broker.bootstrapServers(), 1, state);
  }

  Projector start(Path state) {
    return Projector.start(settings(state), new SimpleMeterRegistry());
  }

  /** Publishes the log's records, each to the partition of its key. */
  void publish(EventLog log) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (IngressRecord record : log.records()) {
      sent.add(
          producer.send(
              new ProducerRecord<>(
                  record.topic().topicName(),
                  null,
                  record.key(),
                  record.value(),
                  TopologyRun.headers(record))));
    }
    producer.flush();
    assertThat(sent).allSatisfy(each -> assertThat(each.get().hasOffset()).isTrue());
  }

  /** Every committed change, by partition in the journal's order. */
  List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    read("session-changes-1").forEach(r -> changes.add(ChangeCodec.read(r.value())));
    return changes;
  }

  List<Change> awaitChanges(int count) {
    Awaitility.await()
        .dontCatchUncaughtExceptions()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> changes().size() >= count);
    return changes();
  }

  /** Every record that readers of committed records see. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    List<TopicPartition> partitions =
        IntStream.range(0, PARTITIONS).mapToObj(p -> new TopicPartition(topic, p)).toList();
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    Map<String, Object> properties = new HashMap<>(client());
    properties.put("isolation.level", "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(50)).forEach(records::add);
      }
    }
    return records;
  }

  void awaitState(Projector projector, ProjectorStatus.State state) {
    Awaitility.await()
        .dontCatchUncaughtExceptions()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> projector.status().state() == state);
  }

  Set<String> topics() throws Exception {
    return admin.listTopics().names().get(30, TimeUnit.SECONDS);
  }

  void delete(Collection<String> topics) throws Exception {
    admin.deleteTopics(topics).all().get(30, TimeUnit.SECONDS);
    Awaitility.await().atMost(PATIENCE).until(() -> topics().stream().noneMatch(topics::contains));
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
    broker.close();
  }
}
