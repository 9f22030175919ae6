package io.sessionfold.cli.rebuild;

import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.sessionfold.cli.CommandException;
import io.sessionfold.cli.Place;
import io.sessionfold.cli.config.Setting;
import io.sessionfold.cli.pipeline.GenerationSinks;
import io.sessionfold.cli.pipeline.JournalProjector;
import io.sessionfold.cli.pipeline.KafkaFacts;
import io.sessionfold.cli.pipeline.PipelineTopics;
import io.sessionfold.event.IngressTopic;
import io.sessionfold.projector.jsonl.JsonlSink;
import io.sessionfold.projector.mongo.MongoSink;
import io.sessionfold.projector.rebuild.OutcomeDifference;
import io.sessionfold.projector.rebuild.RebuildException;
import io.sessionfold.projector.rebuild.RebuildPlace;
import io.sessionfold.projector.regroup.Budget;
import io.sessionfold.projector.runner.JournalConsumer;
import io.sessionfold.projector.store.GenerationRegistry;
import io.sessionfold.projector.store.Generations;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.sink.Watermark;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.Projection;
import io.sessionfold.store.StoreNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** What a rebuild in this process uses. */
public final class LocalRebuildPlace implements RebuildPlace {
  /** Of the journal, beside what two writers of documents hold: a heap of 1 GiB has room for it. */
  private static final long MEMORY = 192L << 20;

  private static final long SETTLE_NANOS = 50_000_000;

  private final Place place;
  private final MongoDatabase database;
  private final KafkaFacts kafka;
  private final MeterRegistry registry;
  private final Proof proof;
  private final java.util.function.Consumer<OutcomeDifference> differences;

  /** Compares a held generation with the log; answers the differences. */
  @FunctionalInterface
  public interface Proof {
    /** Proves it. */
    List<String> of(int generation, Map<Integer, Long> vector);
  }

  /**
   * Of that place.
   *
   * @param differences is told of events that differ between journals
   */
  public LocalRebuildPlace(
      Place place,
      MongoDatabase database,
      KafkaFacts kafka,
      MeterRegistry registry,
      Proof proof,
      java.util.function.Consumer<OutcomeDifference> differences) {
    this.place = place;
    this.database = database;
    this.kafka = kafka;
    this.registry = registry;
    this.proof = proof;
    this.differences = differences;
  }

  @Override
  public Map<Integer, Long> ends(int journal) {
    String topic = StoreNames.journal(journal);
    Map<Integer, Long> ends = new HashMap<>();
    kafka
        .ends(topic, kafka.partitions(topic))
        .forEach((partition, end) -> ends.put(partition.partition(), end));
    return ends;
  }

  @Override
  public String topicId(int journal) {
    return kafka.topicId(StoreNames.journal(journal));
  }

  @Override
  public Map<Integer, Long> settledEnds(int journal) {
    String topic = StoreNames.journal(journal);
    return asked(
        () -> {
          Map<TopicPartition, Long> written = kafka.written(topic, kafka.partitions(topic));
          Map<Integer, Long> ends = ends(journal);
          // A transaction is open for half a second at most; one of a killed process for a minute.
          while (written.entrySet().stream()
              .anyMatch(end -> ends.get(end.getKey().partition()) < end.getValue())) {
            LockSupport.parkNanos(SETTLE_NANOS);
            ends.putAll(ends(journal));
          }
          return ends;
        });
  }

  @Override
  public Map<Integer, Watermark> eventLogEnds() {
    return asked(
        () -> {
          Map<TopicPartition, Long> ends = new HashMap<>();
          for (IngressTopic topic : IngressTopic.values()) {
            ends.putAll(kafka.ends(topic.topicName(), kafka.partitions(topic.topicName())));
          }
          return positions(ends);
        });
  }

  @Override
  public Map<Integer, Watermark> sequenced(int journal) {
    return asked(() -> positions(kafka.committed(StoreNames.applicationId(journal))));
  }

  private static Map<Integer, Watermark> positions(Map<TopicPartition, Long> offsets) {
    Map<Integer, Watermark> positions = new HashMap<>();
    offsets.forEach(
        (partition, next) ->
            positions.merge(
                partition.partition(),
                IngressTopic.MESSAGES.topicName().equals(partition.topic())
                    ? new Watermark(0, next, 0)
                    : new Watermark(0, 0, next),
                Watermark::max));
    return positions;
  }

  /** Brokers that are away are waited for, as stores are. */
  private static <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (CommandException e) {
      throw new StoreUnavailableException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public int lastJournal() {
    return PipelineTopics.journals(place).last();
  }

  @Override
  public String makeJournal(int journal) {
    List<String> problems = PipelineTopics.make(place, journal);
    if (!problems.isEmpty()) {
      throw new RebuildException(
          "journal " + journal + " cannot be made:\n" + String.join("\n", problems));
    }
    return topicId(journal);
  }

  @Override
  public Following sequence(int journal) {
    JournalProjector projector = JournalProjector.start(place, journal);
    return projector::close;
  }

  @Override
  public void differs(OutcomeDifference difference) {
    differences.accept(difference);
  }

  @Override
  public Consumer<byte[], byte[]> consumer() {
    return JournalConsumer.openForReplay(place.kafka(), "rebuild", 1);
  }

  @Override
  public SessionSink sink(Projection projection, int generation) {
    if (projection == Projection.DOCUMENTS) {
      return MongoSink.openWithoutIndexes(database, generation);
    }
    JsonlSink files = new JsonlSink(place.files(), generation);
    ActivePointer unused = new Generations(database).claimRoot(files.rootId());
    return files;
  }

  @Override
  public void index(int generation) {
    MongoSink.open(database, generation, place.settings().list(Setting.METADATA_INDEXES)).close();
  }

  @Override
  public Budget budget() {
    return new Budget(MEMORY, place.data().resolve("scratch"));
  }

  @Override
  public Following follow(int generation) {
    GenerationSinks sinks =
        GenerationSinks.start(
            place,
            generation,
            new GenerationRegistry(database).find(generation).orElseThrow().projections(),
            registry);
    return sinks::close;
  }

  @Override
  public List<String> prove(int generation, Map<Integer, Long> vector) {
    return proof.of(generation, vector);
  }
}
