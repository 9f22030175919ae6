package io.sessionfold.query.feed;

import io.sessionfold.embedded.BrokerConfig;
import io.sessionfold.embedded.EmbeddedBroker;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.query.ReaderSettings;
import io.sessionfold.store.StoreNames;
import io.sessionfold.testkit.Mongos;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker with journals, and the pointer to one of them. */
final class FeedSource implements AutoCloseable {
  private final Path directory;
  private EmbeddedBroker broker;
  private Admin admin;

  FeedSource(Path directory) {
    this.directory = directory;
    start(0);
  }

  private void start(int port) {
    broker = EmbeddedBroker.start(BrokerConfig.in(directory).withPort(port));
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  Admin admin() {
    return admin;
  }

  int port() {
    String address = broker.bootstrapServers();
    return Integer.parseInt(address.substring(address.indexOf(':') + 1));
  }

  void stop() {
    admin.close();
    broker.close();
  }

  void startAgain(int port) {
    start(port);
  }

  void create(int journal) throws Exception {
    NewTopic topic = new NewTopic(StoreNames.journal(journal), FeedLog.PARTITIONS, (short) 1);
    admin.createTopics(List.of(topic)).all().get();
  }

  long end(int journal, int partition) throws Exception {
    TopicPartition topic = new TopicPartition(StoreNames.journal(journal), partition);
    return admin
        .listOffsets(Map.of(topic, OffsetSpec.latest()))
        .partitionResult(topic)
        .get()
        .offset();
  }

  ReaderSettings settings(Mongos mongo) {
    return ReaderSettings.of(mongo.uri(), mongo.database())
        .withKafka(broker.bootstrapServers())
        .withTimeout(Duration.ofSeconds(20));
  }

  KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put("bootstrap.servers", broker.bootstrapServers());
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Writes changes to a journal, each to the partition of its session. */
  void publish(int journal, List<Applied> changes) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      send(producer, journal, changes);
    }
  }

  /** Sends changes, and waits until they are acknowledged. */
  static void send(KafkaProducer<byte[], byte[]> producer, int journal, List<Applied> changes)
      throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (Applied change : changes) {
      sent.add(
          producer.send(
              new ProducerRecord<>(
                  StoreNames.journal(journal),
                  FeedLog.partition(change.session()),
                  change.session().toString().getBytes(StandardCharsets.UTF_8),
                  ChangeCodec.write(change).utf8())));
    }
    for (Future<RecordMetadata> each : sent) {
      each.get();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
