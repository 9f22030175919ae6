package io.sessionfold.benchmarks;

import io.sessionfold.cli.Place;
import io.sessionfold.cli.pipeline.PipelineTopics;
import io.sessionfold.event.IngressTopic;
import io.sessionfold.projector.topics.KeyPartition;
import io.sessionfold.projector.topology.StateRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Fills the changelogs of a projector that never ran, and starts it in all the ways in which one is
 * started.
 */
final class RecoveryRun {
  static final String SIZE = "bytes an event";
  static final String SECONDS = "seconds from process start until all partitions are sequenced";
  static final String MEMORY = "the restoring process";

  static final String LOST = "state directory lost";
  static final String KILLED = "killed (SIGKILL), state directory kept";
  static final String STOPPED = "stopped in order";

  private final Place place;
  private final int partitions;
  private final int threads;

  RecoveryRun(Place place, int partitions, int threads) {
    this.place = place;
    this.partitions = partitions;
    this.threads = threads;
  }

  /** Writes what a projector remembers; the topics are as a first start makes them. */
  void fill(RememberedEvents remembered) throws Exception {
    PipelineTopics.ensure(place, partitions);
    try (PartsProcess first = start()) {
      first.awaitReady();
      first.stop();
    }
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      AtomicReference<Exception> failure = new AtomicReference<>();
      Consumer<ProducerRecord<byte[], byte[]>> send =
          record -> {
            var unused = producer.send(record, (at, e) -> failure.compareAndSet(null, e));
          };
      remembered.forEach(place.journal(), partitions, key -> partition(key.toString()), send);
      for (int partition = 0; partition < partitions; partition++) {
        // One skipped record of each topic stands for all that these positions have passed.
        for (IngressTopic topic : IngressTopic.values()) {
          send.accept(new ProducerRecord<>(topic.topicName(), partition, null, new byte[0]));
        }
        RememberedEvents.positions(place.journal(), partition, 0, send);
      }
      producer.flush();
      if (failure.get() != null) {
        throw failure.get();
      }
    }
  }

  private int partition(String key) {
    return KeyPartition.of(key.getBytes(StandardCharsets.UTF_8), partitions);
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> properties =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            place.bootstrapServers(),
            ProducerConfig.LINGER_MS_CONFIG,
            20,
            ProducerConfig.BATCH_SIZE_CONFIG,
            256 * 1024,
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            64L * 1024 * 1024,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "lz4");
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Starts without state, after a kill, and after a stop in order. */
  Figures measure(long events) throws Exception {
    Figures figures = new Figures();
    changelogs(figures, events);
    Directories.delete(place.state());
    try (PartsProcess lost = start()) {
      double seconds = lost.awaitReady();
      figures.add(SECONDS, LOST, seconds);
      figures.add(SECONDS, LOST + ", events a second", events / seconds);
      figures.add(
          MEMORY, "CPU, microseconds an event", CpuTimes.ofProcess(lost.pid()) * 1e6 / events);
      figures.add(MEMORY, "most memory of the process, MiB", Memory.peakMebibytes(lost.pid()));
      figures.add(
          SIZE, "state directory", (double) Directories.bytes(place.state(), f -> true) / events);
      lost.kill();
    }
    try (PartsProcess killed = start()) {
      figures.add(SECONDS, KILLED, killed.awaitReady());
      killed.stop();
    }
    try (PartsProcess stopped = start()) {
      figures.add(SECONDS, STOPPED, stopped.awaitReady());
    }
    return figures;
  }

  private void changelogs(Figures figures, long events) {
    double all = 0;
    for (String topic : StateRecords.topics(place.journal())) {
      all += segments(topic);
    }
    double seen = segments(StateRecords.seenTopic(place.journal()));
    figures.add(SIZE, "changelogs, all", all / events);
    figures.add(SIZE, "changelog of seen-events", seen / events);
  }

  private double segments(String topic) {
    Path kafka = place.data().resolve("kafka");
    return Directories.bytes(
        kafka,
        file ->
            file.toString().endsWith(".log")
                && String.valueOf(file.getParent().getFileName()).startsWith(topic + "-"));
  }

  private PartsProcess start() throws IOException {
    return PartsProcess.start(
        Files.createDirectories(place.data()),
        List.of(),
        List.of("projector", "--bootstrap-servers", place.bootstrapServers()),
        Map.of("SESSIONFOLD_PROJECTOR_THREADS", Integer.toString(threads)));
  }
}
