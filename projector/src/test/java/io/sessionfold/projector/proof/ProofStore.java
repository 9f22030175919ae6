package io.sessionfold.projector.proof;

import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.sessionfold.event.SessionKey;
import io.sessionfold.file.SessionFilePaths;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.projector.jsonl.JsonlSink;
import io.sessionfold.projector.mongo.MongoSink;
import io.sessionfold.projector.runner.JournalConsumer;
import io.sessionfold.projector.store.MongoConnection;
import io.sessionfold.projector.store.MongoWatermarks;
import io.sessionfold.projector.topics.KeyPartition;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionChanges;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.sink.Watermark;
import io.sessionfold.store.StoreNames;
import io.sessionfold.testkit.Brokers;
import io.sessionfold.testkit.EventLog;
import io.sessionfold.testkit.FixtureLogs;
import io.sessionfold.testkit.Journal;
import io.sessionfold.testkit.Mongos;
import io.sessionfold.testkit.TestEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.bson.BsonDocument;

/** A journal on a real broker, and what both sinks have made of it. */
public final class ProofStore implements AutoCloseable {
  public static final int PARTITIONS = 2;
  public static final int GENERATION = 3;
  private static final Set<Integer> ALL = Set.of(0, 1);

  public final Map<String, Object> kafka;
  public final int journalNumber = ThreadLocalRandom.current().nextInt(1, 1_000_000_000);
  private final EventLog log = EventLog.of();
  private final Journal journal = new Journal(Journal.SMALL_PAGES);
  private final KafkaProducer<byte[], byte[]> producer;
  private final MongoConnection connection;
  private final MongoWatermarks watermarks;
  private final Path directory;
  private final List<SessionSink> sinks = new ArrayList<>();
  public final MongoDatabase database;

  public ProofStore(Brokers brokers, Mongos mongo, Path directory) throws Exception {
    this.directory = directory;
    kafka = Map.of("bootstrap.servers", brokers.bootstrapServers());
    try (Admin admin = Admin.create(kafka)) {
      NewTopic topic = new NewTopic(StoreNames.journal(journalNumber), PARTITIONS, (short) 1);
      admin.createTopics(List.of(topic)).all().get();
      await().until(() -> admin.listTopics().names().get().contains(topic.name()));
    }
    producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
    connection = MongoConnection.open(mongo.uri(), false);
    database = connection.database(mongo.database());
    watermarks = new MongoWatermarks(database);
  }

  /** The events of all fixture logs, those of each log in a session of its own. */
  public static List<TestEvent> fixtures() {
    List<TestEvent> events = new ArrayList<>();
    FixtureLogs.all()
        .forEach(
            log ->
                log.events()
                    .forEach(
                        e ->
                            events.add(
                                e.session() == null ? e.in(log.name().replace(" ", "-")) : e)));
    return events;
  }

  /** From here on, this sink writes along. */
  public ProofStore with(Source source) {
    SessionSink sink =
        source == Source.FILES
            ? new JsonlSink(directory, GENERATION)
            : MongoSink.open(database, GENERATION, List.of());
    if (!sink.acquire(ALL).equals(ALL)) {
      throw new AssertionError("partitions are held by another");
    }
    sinks.add(sink);
    return this;
  }

  /** Events are published, sequenced and written by the sinks, one after the other. */
  public void add(List<TestEvent> events) throws Exception {
    write(publish(events));
  }

  /** The same without the sinks. */
  public ChangeBatch publish(List<TestEvent> events) throws Exception {
    Map<SessionKey, List<Applied>> changes = new LinkedHashMap<>();
    Map<SessionKey, Long> offsets = new LinkedHashMap<>();
    Map<SessionKey, Future<RecordMetadata>> first = new LinkedHashMap<>();
    for (TestEvent event : events) {
      Change change = journal.append(log.append(event).last());
      Future<RecordMetadata> sent = producer.send(record(change));
      if (change instanceof Applied applied) {
        changes.computeIfAbsent(applied.session(), s -> new ArrayList<>()).add(applied);
        first.putIfAbsent(applied.session(), sent);
      }
    }
    producer.flush();
    for (Map.Entry<SessionKey, Future<RecordMetadata>> sent : first.entrySet()) {
      offsets.put(sent.getKey(), sent.getValue().get().offset());
    }
    List<SessionChanges> sessions = new ArrayList<>();
    changes.forEach(
        (s, applied) ->
            sessions.add(
                new SessionChanges(s, partition(s), offsets.getOrDefault(s, 0L), applied)));
    return new ChangeBatch(sessions, List.of());
  }

  void write(ChangeBatch batch) {
    Map<Integer, Watermark> ends =
        ends().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> new Watermark(e.getValue(), 0, 0)));
    for (SessionSink sink : sinks) {
      if (!sink.write(batch).refused().isEmpty() || !sink.checkpoint().isEmpty()) {
        throw new AssertionError("a sink has refused something");
      }
      watermarks.raise(GENERATION, sink.name(), ends);
    }
  }

  private ProducerRecord<byte[], byte[]> record(Change change) {
    SessionKey session = change.session();
    byte[] key = session == null ? null : utf8(session.toString());
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            StoreNames.journal(journalNumber),
            session == null ? 0 : partition(session),
            key,
            ChangeCodec.write(change).utf8());
    record.headers().add("outcome", utf8(change.outcome().wireName()));
    if (change instanceof Applied applied) {
      record.headers().add("revision", utf8(Long.toString(applied.revision())));
    }
    return record;
  }

  static int partition(SessionKey session) {
    return KeyPartition.of(utf8(session.toString()), PARTITIONS);
  }

  public Map<Integer, Long> ends() {
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      return new JournalLog(consumer, StoreNames.journal(journalNumber), settings().budget())
          .ends();
    }
  }

  public Consumer<byte[], byte[]> consumer() {
    return JournalConsumer.openForReplay(kafka, "verify", GENERATION);
  }

  public ProofSettings settings() {
    return ProofSettings.defaults(directory.resolveSibling("scratch"));
  }

  /** Compares, and adds what differs to {@code found}. */
  public ProofReport prove(ProofSettings settings, Set<Source> only, List<Difference> found) {
    return prove(GENERATION, settings, only, found);
  }

  /** The same for another generation. */
  public ProofReport prove(
      int generation, ProofSettings settings, Set<Source> only, List<Difference> found) {
    ProofTarget target =
        new ProofTarget(database, directory, generation, generation, journalNumber, only);
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      return Verification.prove(consumer, target, settings, new ProofProgress(), found::add);
    }
  }

  public Journal journal() {
    return journal;
  }

  MongoCollection<BsonDocument> sessions() {
    return database.getCollection(StoreNames.sessions(GENERATION), BsonDocument.class);
  }

  MongoCollection<BsonDocument> pages() {
    return database.getCollection(StoreNames.sessionPages(GENERATION), BsonDocument.class);
  }

  Path file(String session) {
    return new SessionFilePaths(directory, GENERATION).session(SessionKey.of(session));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    sinks.forEach(SessionSink::close);
    producer.close();
    connection.close();
  }
}
