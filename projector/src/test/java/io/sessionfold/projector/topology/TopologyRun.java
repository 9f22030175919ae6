package io.sessionfold.projector.topology;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sessionfold.event.IngressTopic;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.sequence.IngressRecord;
import io.sessionfold.sequence.Limits;
import io.sessionfold.testkit.EventLog;
import io.sessionfold.testkit.TestEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The real topology without brokers, one partition. */
final class TopologyRun implements AutoCloseable {
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final TopologyTestDriver driver;
  private final TestOutputTopic<byte[], byte[]> journal;
  private final TestOutputTopic<byte[], byte[]> deadLetters;

  TopologyRun(Path directory, int partitions, Limits limits, LogFacts facts) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "sessionfold-j1");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
    properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    driver =
        new TopologyTestDriver(
            new ProjectorTopology(1, partitions, limits, facts, registry).build(), properties);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    journal = driver.createOutputTopic("session-changes-1", bytes, bytes);
    deadLetters = driver.createOutputTopic("session-dead-letters-1", bytes, bytes);
  }

  TopologyRun(Path directory) {
    this(directory, 1, Limits.DEFAULTS, Facts.OF_A_FIRST_START);
  }

  /** Pipes the records in their order, with the log's times. */
  TopologyRun pipe(EventLog log) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    for (IngressRecord record : log.records()) {
      driver
          .createInputTopic(record.topic().topicName(), bytes, bytes)
          .pipeInput(
              new TestRecord<>(record.key(), record.value(), headers(record), record.recordedAt()));
    }
    return this;
  }

  TopologyRun pipe(TestEvent... events) {
    return pipe(EventLog.of(events));
  }

  static RecordHeaders headers(IngressRecord record) {
    RecordHeaders headers = new RecordHeaders();
    record.headers().forEach(header -> headers.add(header.name(), header.value()));
    return headers;
  }

  List<TestRecord<byte[], byte[]>> journal() {
    return journal.readRecordsToList();
  }

  List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    journal().forEach(record -> changes.add(ChangeCodec.read(record.value())));
    return changes;
  }

  List<TestRecord<byte[], byte[]>> deadLetters() {
    return deadLetters.readRecordsToList();
  }

  TestRecord<byte[], byte[]> deadLetter() {
    return deadLetters.readRecord();
  }

  /** What the store's changelog has got. */
  List<TestRecord<byte[], byte[]>> changelog(StoreName store) {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    return driver.createOutputTopic(store.changelog(1), bytes, bytes).readRecordsToList();
  }

  void pass(Duration time) {
    driver.advanceWallClockTime(time);
  }

  int entries(StoreName store) {
    KeyValueStore<Bytes, byte[]> all = driver.getKeyValueStore(store.storeName());
    int entries = 0;
    try (KeyValueIterator<Bytes, byte[]> each = all.all()) {
      for (; each.hasNext(); each.next()) {
        entries++;
      }
    }
    return entries;
  }

  double count(String outcome) {
    return registry.counter("sessionfold.projector.changes", "outcome", outcome).count();
  }

  @Override
  public void close() {
    driver.close();
  }

  /** Answers that a test chooses. */
  record Facts(long end, boolean journalHasChanges) implements LogFacts {
    static final Facts OF_A_FIRST_START = new Facts(0, false);

    @Override
    public long end(IngressTopic topic, int partition) {
      return end;
    }

    @Override
    public boolean journalHasChanges(int partition) {
      return journalHasChanges;
    }
  }
}
