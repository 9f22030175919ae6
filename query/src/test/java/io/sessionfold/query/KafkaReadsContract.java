package io.sessionfold.query;

import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.metadata;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sessionfold.embedded.BrokerConfig;
import io.sessionfold.embedded.EmbeddedBroker;
import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.journal.Position;
import io.sessionfold.json.JsonText;
import io.sessionfold.store.StoreNames;
import io.sessionfold.testkit.EventLog;
import io.sessionfold.testkit.Journal;
import io.sessionfold.testkit.MongoBackend;
import io.sessionfold.testkit.Mongos;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads that ask Kafka. Each test has its own journal; the event log has one partition, whose
 * records a test counts from where it found its end.
 */
abstract class KafkaReadsContract {
  private static final SessionKey S = EventLog.SESSION;
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final AtomicInteger JOURNALS = new AtomicInteger();

  @TempDir static Path directory;
  private static EmbeddedBroker broker;
  private static Admin admin;

  @RegisterExtension final Mongos mongo;

  private final int journal = JOURNALS.incrementAndGet();
  private final String topic = StoreNames.journal(journal);
  private Projection projection;
  private SessionReader reader;

  KafkaReadsContract(MongoBackend backend) {
    mongo = Mongos.on(backend);
  }

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.start(BrokerConfig.in(directory));
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    create(IngressTopic.MESSAGES.topicName());
    create(IngressTopic.METADATA.topicName());
  }

  private static void create(String name) throws Exception {
    admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  @BeforeEach
  void open() throws Exception {
    create(topic);
    projection = new Projection(mongo, 1).activate(journal);
    reader = SessionReaders.open(projection.settings().withKafka(broker.bootstrapServers()));
  }

  @AfterEach
  void close() {
    reader.close();
    projection.close();
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put("bootstrap.servers", broker.bootstrapServers());
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Publishes anything at all and answers the next offset. */
  private static long publish() throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      return producer.send(event()).get().offset() + 1;
    }
  }

  private static ProducerRecord<byte[], byte[]> event() {
    return new ProducerRecord<>(
        IngressTopic.MESSAGES.topicName(), 0, utf8(S.toString()), utf8("{}"));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Publishes in a transaction, whose marker then ends the log; answers the event's offset. */
  private static long publishInTransaction() throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", "t"))) {
      producer.initTransactions();
      producer.beginTransaction();
      long offset = producer.send(event()).get().offset();
      producer.commitTransaction();
      // The marker is written after the commit is acknowledged.
      await().until(() -> end() == offset + 2);
      return offset;
    }
  }

  private static long end() throws Exception {
    TopicPartition log = new TopicPartition(IngressTopic.MESSAGES.topicName(), 0);
    return admin
        .listOffsets(
            Map.of(log, OffsetSpec.latest()), new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
        .partitionResult(log)
        .get()
        .offset();
  }

  private void writeJournal(List<JsonText> values) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      for (JsonText value : values) {
        producer.send(new ProducerRecord<>(topic, 0, null, value.utf8())).get();
      }
    }
  }

  @Test
  void a_fresh_read_waits_for_everything_published_before_it() throws Exception {
    long end = publish();
    projection.write(Journal.of(appended("hi"))).raise(0, end - 1, 0);
    assertThatThrownBy(() -> reader.session(S, Freshness.fresh(SHORT)))
        .isInstanceOf(NotYetReadableException.class)
        .hasMessageContaining("lacks 1 records of agent-messages");
    projection.raise(0, end, 0);
    assertThat(reader.session(S, Freshness.fresh(LONG))).isPresent();
  }

  @Test
  void a_marker_at_the_end_of_the_log_is_passed_by_the_journal() throws Exception {
    long offset = publishInTransaction();
    projection.write(Journal.of(appended("hi"))).raise(0, offset + 1, 0);
    assertThatThrownBy(() -> reader.session(S, Freshness.fresh(SHORT)))
        .as("the projector has not passed the marker")
        .isInstanceOf(NotYetReadableException.class);

    writeJournal(List.of(JsonText.EMPTY_OBJECT, JsonText.EMPTY_OBJECT));
    admin
        .alterConsumerGroupOffsets(
            StoreNames.applicationId(journal),
            Map.of(
                new TopicPartition(IngressTopic.MESSAGES.topicName(), 0),
                new OffsetAndMetadata(offset + 2)))
        .all()
        .get();
    projection.raise(1, 0, 0);
    assertThatThrownBy(() -> reader.session(S, Freshness.fresh(SHORT)))
        .as("the sink has not read the journal to its end")
        .isInstanceOf(NotYetReadableException.class);
    projection.raise(2, 0, 0);
    assertThat(reader.session(S, Freshness.fresh(LONG))).isPresent();
  }

  private static Position message(long offset) {
    return Position.of(IngressTopic.MESSAGES, 0, offset);
  }

  private static Position onMetadata(long offset) {
    return Position.of(IngressTopic.METADATA, 0, offset);
  }

  @Test
  void outcomes_are_found_wherever_they_are_in_the_journal() throws Exception {
    EventLog log = new EventLog();
    for (int i = 0; i < 500; i++) {
      log.append(i % 3 == 0 ? metadata().set("/n", i) : appended("message " + i));
    }
    log.repeat(log.records(IngressTopic.MESSAGES).get(7));
    log.append(appended("other").id("e2"));
    log.append(appended("theirs").in(new SessionKey("other", "s")));
    Journal changes = Journal.of(log);
    writeJournal(changes.values());
    long messages = log.records(IngressTopic.MESSAGES).size();
    long metadatas = log.records(IngressTopic.METADATA).size();
    projection.write(changes).raise(changes.changes().size(), messages, metadatas);

    for (Change change : changes.changes().subList(0, 500)) {
      Change.Applied applied = (Change.Applied) change;
      Position position = LogRecord.of(change).orElseThrow().position();
      if (applied.revision() % 17 == 0 || applied.revision() < 4 || applied.revision() > 497) {
        assertThat(reader.outcome("default", position))
            .containsExactly(
                Map.entry(
                    position,
                    new EventOutcome.Applied(
                        applied.revision(), applied.agent(), applied.index())));
      }
    }
    Change.Duplicate repeat = (Change.Duplicate) changes.changes().get(500);
    assertThat(reader.outcome("default", message(messages - 3)))
        .containsValue(new EventOutcome.Duplicate(repeat.of()));
    assertThat(reader.outcome("default", message(messages - 2)).values())
        .singleElement()
        .isInstanceOf(EventOutcome.Rejected.class);
    assertThat(reader.outcome("default", message(messages - 1)))
        .containsValue(new EventOutcome.Unknown());
    assertThat(reader.outcome("other", message(messages - 1)).values())
        .singleElement()
        .isInstanceOf(EventOutcome.Applied.class);
    assertThat(reader.outcome("other", message(messages - 2)))
        .containsValue(new EventOutcome.Unknown());
    Position later = message(messages).merge(onMetadata(metadatas - 1));
    assertThat(reader.outcome("default", later))
        .hasSize(2)
        .containsEntry(message(messages), new EventOutcome.Pending());
  }

  @Test
  void a_journal_tail_tells_of_each_expected_event_once_and_of_no_other() throws Exception {
    EventLog log = new EventLog();
    for (int i = 0; i < 50; i++) {
      log.append(appended("message " + i));
    }
    List<JsonText> values = Journal.of(log).values();
    writeJournal(values.subList(0, 10));
    List<Change> found = new ArrayList<>();
    try (JournalTail tail = reader.journalTail()) {
      for (long offset = 10; offset < 40; offset += 2) {
        tail.expect(message(offset));
        tail.expect(message(offset));
      }
      assertThat(tail.missing()).isEqualTo(15);
      writeJournal(values.subList(10, 30));
      assertThatThrownBy(() -> tail.await(SHORT, found::add))
          .isInstanceOf(NotYetReadableException.class)
          .hasMessageContaining("projector");
      writeJournal(values.subList(30, 50));
      tail.await(LONG, found::add);
      assertThat(tail.missing()).isZero();
      tail.await(Duration.ZERO, found::add);
    }
    assertThat(found).hasSize(15);
    for (int i = 0; i < found.size(); i++) {
      assertThat(ChangeCodec.write(found.get(i))).isEqualTo(values.get(10 + 2 * i));
    }
  }
}
