package io.sessionfold.http;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import io.sessionfold.projector.mongo.MongoSink;
import io.sessionfold.projector.store.MongoConnection;
import io.sessionfold.projector.store.MongoQuarantine;
import io.sessionfold.projector.store.MongoWatermarks;
import io.sessionfold.sequence.IngressRecord;
import io.sessionfold.sequence.IngressRecord.Header;
import io.sessionfold.sequence.Limits;
import io.sessionfold.sink.Watermark;
import io.sessionfold.sink.WriteResult;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.QuarantineMark;
import io.sessionfold.store.StoreNames;
import io.sessionfold.testkit.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.bson.BsonDocument;

/**
 * Projects the event log when a test says so, with the real sequencing and the real sink, so that a
 * test decides when a write can be read. One partition. Not thread-safe.
 */
final class HandProjector implements AutoCloseable {
  static final int JOURNAL = 1;
  static final int PARTITION = 0;
  private static final int GENERATION = 1;

  private final Journal journal = new Journal(Limits.DEFAULTS.withPages(3, 100_000));
  private final Map<String, Long> next = new HashMap<>();
  private final MongoConnection connection;
  private final MongoDatabase database;
  private final MongoSink sink;
  private final KafkaConsumer<byte[], byte[]> log;
  private final KafkaProducer<byte[], byte[]> changes;
  private final List<byte[]> keys = new ArrayList<>();
  private int written;

  HandProjector(String bootstrapServers, String mongoUri, String name) {
    connection = MongoConnection.open(mongoUri, false);
    database = connection.database(name);
    sink = MongoSink.open(database, GENERATION, List.of("topic"));
    ActivePointer pointer = new ActivePointer(GENERATION, GENERATION, JOURNAL, null);
    database
        .getCollection(StoreNames.GENERATIONS, BsonDocument.class)
        .replaceOne(
            new BsonDocument("_id", pointer.toBson().get("_id")),
            pointer.toBson(),
            new ReplaceOptions().upsert(true));
    Map<String, Object> kafka = Map.of("bootstrap.servers", bootstrapServers);
    log = new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    changes = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
    log.assign(partitions());
    log.seekToBeginning(partitions());
  }

  private static List<TopicPartition> partitions() {
    return List.of(
        new TopicPartition(IngressTopic.MESSAGES.topicName(), PARTITION),
        new TopicPartition(IngressTopic.METADATA.topicName(), PARTITION));
  }

  /** How many records the event log has. */
  long published() {
    return log.endOffsets(partitions()).values().stream().mapToLong(Long::longValue).sum();
  }

  /** Projects everything that is in the log. */
  void project() {
    read();
    if (!sink.write(journal.batch(written, journal.changes().size())).refused().isEmpty()) {
      throw new AssertionError("the sink refused a session");
    }
    pass();
  }

  /** Leaves out what came since, which is one change of that session, and marks it. */
  void leaveOut(SessionKey session) {
    read();
    long revision = journal.session(session).revision();
    QuarantineMark mark =
        new QuarantineMark(
            GENERATION,
            sink.name(),
            session,
            PARTITION,
            written,
            revision,
            revision,
            WriteResult.Kind.REFUSED,
            "too large",
            Instant.parse("2026-01-01T00:00:00Z"));
    new MongoQuarantine(database).mark(List.of(mark));
    pass();
  }

  private void read() {
    Map<TopicPartition, Long> ends = log.endOffsets(partitions());
    while (!ends.entrySet().stream().allMatch(e -> log.position(e.getKey()) >= e.getValue())) {
      log.poll(Duration.ofMillis(100)).forEach(this::append);
    }
  }

  private void pass() {
    List<JsonText> values = journal.values();
    for (; written < values.size(); written++) {
      var unused =
          changes.send(
              new ProducerRecord<>(
                  StoreNames.journal(JOURNAL),
                  PARTITION,
                  keys.get(written),
                  values.get(written).utf8()));
    }
    changes.flush();
    Watermark watermark =
        new Watermark(written, next(IngressTopic.MESSAGES), next(IngressTopic.METADATA));
    new MongoWatermarks(database).raise(GENERATION, sink.name(), Map.of(PARTITION, watermark));
  }

  private long next(IngressTopic topic) {
    return next.getOrDefault(topic.topicName(), 0L);
  }

  private void append(ConsumerRecord<byte[], byte[]> record) {
    List<Header> headers = new ArrayList<>();
    record.headers().forEach(each -> headers.add(new Header(each.key(), each.value())));
    IngressTopic topic =
        record.topic().equals(IngressTopic.MESSAGES.topicName())
            ? IngressTopic.MESSAGES
            : IngressTopic.METADATA;
    journal.append(
        new IngressRecord(
            topic,
            PARTITION,
            record.offset(),
            Instant.ofEpochMilli(record.timestamp()),
            record.key(),
            record.value(),
            headers));
    keys.add(record.key());
    next.put(record.topic(), record.offset() + 1);
  }

  @Override
  public void close() {
    changes.close();
    log.close();
    sink.close();
    connection.close();
  }
}
