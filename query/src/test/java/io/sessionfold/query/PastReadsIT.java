package io.sessionfold.query;

import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.deleted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.embedded.BrokerConfig;
import io.sessionfold.embedded.EmbeddedBroker;
import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.session.AsOf;
import io.sessionfold.session.AsOf.AtRevision;
import io.sessionfold.session.AsOf.AtTime;
import io.sessionfold.session.AsOf.Back;
import io.sessionfold.session.PastSession;
import io.sessionfold.store.StoreNames;
import io.sessionfold.testkit.EventLog;
import io.sessionfold.testkit.FixtureLogs;
import io.sessionfold.testkit.Journal;
import io.sessionfold.testkit.MongoBackend;
import io.sessionfold.testkit.Mongos;
import io.sessionfold.testkit.TestEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Sessions as they were, from files and from a journal; each test has its own of both. */
class PastReadsIT {
  private static final SessionKey S = EventLog.SESSION;
  private static final AtomicInteger JOURNALS = new AtomicInteger();

  @TempDir static Path directory;
  private static EmbeddedBroker broker;
  private static Admin admin;

  @RegisterExtension final Mongos mongo = Mongos.on(MongoBackend.EMULATOR);
  @TempDir Path root;

  private final int number = JOURNALS.incrementAndGet();
  private final TopicPartition topic = new TopicPartition(StoreNames.journal(number), 0);

  /** Corrections of one session, each followed by a change of another one. */
  private final Journal journal = journal(FixtureLogs.corrections().events());

  private final List<Applied> changes = journal.applied();
  private Projection projection;

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.start(BrokerConfig.in(directory));
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    create(IngressTopic.MESSAGES.topicName());
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  @BeforeEach
  void open() throws Exception {
    create(topic.topic());
    projection = new Projection(mongo, 1);
  }

  @AfterEach
  void close() {
    projection.close();
  }

  private static void create(String name) throws Exception {
    admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
  }

  private static Journal journal(List<TestEvent> events) {
    EventLog log = new EventLog();
    for (TestEvent event : events) {
      log.append(event, appended("aside").in("other"));
    }
    return Journal.of(log);
  }

  /** Writes to the journal's topic what is at these places of it. */
  private void publish(int from, int to) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (Change change : journal.changes().subList(from, to)) {
        byte[] key = String.valueOf(change.session()).getBytes(StandardCharsets.UTF_8);
        byte[] value = ChangeCodec.write(change).utf8();
        producer.send(new ProducerRecord<>(topic.topic(), 0, key, value)).get();
      }
    }
  }

  private void publish() throws Exception {
    publish(0, journal.changes().size());
  }

  private WrittenFiles writeFiles() {
    WrittenFiles files = WrittenFiles.of(root, journal);
    projection.activate(number, files.rootId());
    return files;
  }

  private ReaderSettings withKafka() {
    return projection.settings().withKafka(broker.bootstrapServers());
  }

  private static Optional<PastSession> read(ReaderSettings settings, SessionKey key, AsOf point) {
    try (SessionReader reader = SessionReaders.open(settings)) {
      return reader.asOf(key, point, Freshness.any());
    }
  }

  private void assertEveryPoint(ReaderSettings settings) {
    try (SessionReader reader = SessionReaders.open(settings)) {
      List<AsOf> points = new ArrayList<>(List.of(AsOf.NOW, new Back(7), new Back(500)));
      points.add(new AtTime(EventLog.BEGINNING.minusMillis(1)));
      for (int r = 1; r <= changes.size(); r++) {
        points.add(new AtRevision(r));
      }
      points.add(new AtTime(changes.get(8).event().recordedAt()));
      for (AsOf point : points) {
        assertThat(reader.asOf(S, point, Freshness.any()))
            .as(point.toString())
            .isEqualTo(PastSession.of(S, point, changes::forEach));
      }
      assertThat(reader.asOf(SessionKey.of("none"), AsOf.NOW, Freshness.any())).isEmpty();
      assertThatThrownBy(() -> reader.asOf(S, new AtRevision(changes.size() + 1), Freshness.any()))
          .isInstanceOf(NoSuchRevisionException.class)
          .hasMessageContaining("its current one is " + changes.size());
    }
  }

  @Test
  void the_past_is_read_from_the_file_without_kafka() {
    projection.write(journal);
    WrittenFiles files = writeFiles();
    assertEveryPoint(projection.settings().withFiles(files.root()));
  }

  @Test
  void the_past_is_read_from_the_journal_without_files() throws Exception {
    projection.write(journal).activate(number);
    publish();
    assertEveryPoint(withKafka());
  }

  @Test
  void a_file_that_cannot_be_trusted_is_left_for_the_journal() throws Exception {
    projection.write(journal);
    WrittenFiles files = writeFiles();
    publish();
    String whole = Files.readString(files.file(S));
    List<String> broken =
        List.of(
            whole.replace("\"message 3\"", "\"message 4\""),
            whole.substring(0, whole.length() / 2),
            "");
    ReaderSettings both = withKafka().withFiles(root);
    AsOf point = new AtRevision(11);
    Optional<PastSession> expected = PastSession.of(S, point, changes::forEach);
    for (String content : broken) {
      Files.writeString(files.file(S), content);
      assertThat(read(both, S, point)).isEqualTo(expected);
      assertThatThrownBy(() -> read(projection.settings().withFiles(root), S, point))
          .isInstanceOf(PastUnavailableException.class)
          .hasMessageContaining(files.file(S).toString())
          .hasMessageContaining("bootstrap servers")
          .hasMessageContaining("(files)");
    }
    Files.delete(files.file(S));
    assertThat(read(both, S, point)).isEqualTo(expected);
    projection.activate(number, "the id of another root");
    Files.writeString(files.file(S), whole);
    assertThat(read(both, S, point)).isEqualTo(expected);
    assertThatThrownBy(() -> read(projection.settings(), S, point))
        .isInstanceOf(PastUnavailableException.class)
        .hasMessageContaining("no root of session files is named");
  }

  @Test
  void what_is_taken_back_beyond_the_documents_is_not_shown() throws Exception {
    int documents = 2 * 8;
    projection.write(journal.batch(0, documents));
    WrittenFiles files = writeFiles();
    publish();
    AtRevision then = new AtRevision(8);
    for (ReaderSettings settings :
        List.of(projection.settings().withFiles(files.root()), withKafka())) {
      PastSession past = read(settings, S, then).orElseThrow();
      assertThat(past).isEqualTo(PastSession.of(S, then, changes::forEach).orElseThrow());
      assertThat(past.toString()).doesNotContain("message 0", "message 1").contains("message 3");
    }
  }

  @Test
  void a_session_that_is_deleted_has_no_past() throws Exception {
    Journal gone = journal(List.of(appended("secret"), deleted()));
    projection.write(gone.batch(0, 1));
    WrittenFiles files = WrittenFiles.of(root, gone);
    projection.activate(number, files.rootId());
    ReaderSettings settings = projection.settings().withFiles(root);
    assertThat(read(settings, S, new AtRevision(1))).as("deleted in the file").isEmpty();
    projection.write(gone);
    assertThat(read(settings, S, new AtRevision(1))).as("deleted in the documents").isEmpty();
  }

  @Test
  void a_journal_that_lacks_changes_is_told() throws Exception {
    projection.write(journal).activate(number);
    publish(0, 10);
    assertThatThrownBy(() -> read(withKafka(), S, new AtRevision(2)))
        .isInstanceOf(PastUnavailableException.class)
        .hasMessageContaining("ends at revision 5")
        .hasMessageContaining("files");
    publish(10, journal.changes().size());
    admin.deleteRecords(Map.of(topic, RecordsToDelete.beforeOffset(4))).all().get();
    assertThatThrownBy(() -> read(withKafka(), S, new AtRevision(7)))
        .isInstanceOf(PastUnavailableException.class)
        .hasMessageContaining("has revision 3 of " + S + " after revision 0");
  }
}
