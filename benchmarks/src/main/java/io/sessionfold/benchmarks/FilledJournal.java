package io.sessionfold.benchmarks;

import io.sessionfold.cli.Place;
import io.sessionfold.cli.config.Settings;
import io.sessionfold.cli.pipeline.KafkaFacts;
import io.sessionfold.cli.pipeline.PipelineTopics;
import io.sessionfold.embedded.BrokerConfig;
import io.sessionfold.embedded.EmbeddedBroker;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.projector.runner.JournalConsumer;
import io.sessionfold.projector.topics.KeyPartition;
import io.sessionfold.store.StoreNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A broker in this JVM whose journal is what sequencing makes of messages: written without a
 * projector, in batches like a projector's.
 */
final class FilledJournal implements AutoCloseable {
  static final int JOURNAL = 1;

  private final Path directory;
  private final EmbeddedBroker broker;
  private final Place place;
  private final int partitions;
  private long valueBytes;

  private FilledJournal(Path directory, EmbeddedBroker broker, Place place, int partitions) {
    this.directory = directory;
    this.broker = broker;
    this.place = place;
    this.partitions = partitions;
  }

  /** Starts a broker on a temporary directory and fills the journal. */
  static FilledJournal of(Messages messages, int partitions) throws IOException {
    Path directory = Files.createTempDirectory("sessionfold-bench");
    EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.in(directory.resolve("kafka")));
    Settings settings = Settings.read(Map.of(), Map.of(), null);
    Place place = new Place(settings, directory, broker.bootstrapServers(), "", "");
    FilledJournal filled = new FilledJournal(directory, broker, place, partitions);
    boolean done = false;
    try {
      filled.fill(messages);
      done = true;
      return filled;
    } finally {
      if (!done) {
        filled.close();
      }
    }
  }

  private void fill(Messages messages) {
    PipelineTopics.ensure(place, partitions);
    AtomicReference<Exception> failure = new AtomicReference<>();
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      SequencedSessions.forEach(
          messages,
          change -> {
            ProducerRecord<byte[], byte[]> record = record(change);
            valueBytes += record.value().length;
            var unused = producer.send(record, (at, e) -> failure.compareAndSet(null, e));
          });
      producer.flush();
    }
    if (failure.get() != null) {
      throw new IllegalStateException("a change was not written", failure.get());
    }
  }

  /** As the projector writes it. */
  private ProducerRecord<byte[], byte[]> record(Applied change) {
    byte[] key = ascii(change.session().toString());
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            StoreNames.journal(JOURNAL),
            KeyPartition.of(key, partitions),
            key,
            ChangeCodec.write(change).utf8());
    Headers headers = record.headers();
    headers.add("content-type", ascii("application/json"));
    headers.add("outcome", ascii(change.outcome().wireName()));
    headers.add("type", ascii(change.type().wireName()));
    headers.add("revision", ascii(Long.toString(change.revision())));
    return record;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> config = new TreeMap<>(place.kafka());
    config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Where each partition ends. */
  NavigableMap<Integer, Long> ends() {
    NavigableMap<Integer, Long> ends = new TreeMap<>();
    try (KafkaFacts kafka = new KafkaFacts(place)) {
      kafka
          .ends(StoreNames.journal(JOURNAL), partitions)
          .forEach((partition, end) -> ends.put(partition.partition(), end));
    }
    return ends;
  }

  /** A consumer as a rebuild has it. */
  Consumer<byte[], byte[]> consumer() {
    return JournalConsumer.openForReplay(place.kafka(), "rebuild", 1);
  }

  /** A directory for what does not fit into memory, and for files. */
  Path directory() {
    return directory;
  }

  /** The bytes of all changes. */
  long valueBytes() {
    return valueBytes;
  }

  /** The bytes of the journal's segments. */
  double storedBytes() {
    return Stores.segments(
        directory.resolve("kafka"), topic -> topic.startsWith(StoreNames.journal(JOURNAL)));
  }

  @Override
  public void close() {
    broker.close();
    Directories.delete(directory);
  }
}
