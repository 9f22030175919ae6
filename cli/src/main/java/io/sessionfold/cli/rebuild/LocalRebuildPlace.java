package io.sessionfold.cli.rebuild;

import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.sessionfold.cli.CommandException;
import io.sessionfold.cli.Place;
import io.sessionfold.cli.config.Setting;
import io.sessionfold.cli.pipeline.GenerationSinks;
import io.sessionfold.cli.pipeline.KafkaFacts;
import io.sessionfold.projector.jsonl.JsonlSink;
import io.sessionfold.projector.mongo.MongoSink;
import io.sessionfold.projector.rebuild.JournalPlace;
import io.sessionfold.projector.rebuild.OutcomeDifference;
import io.sessionfold.projector.rebuild.RebuildPlace;
import io.sessionfold.projector.regroup.Budget;
import io.sessionfold.projector.runner.JournalConsumer;
import io.sessionfold.projector.store.GenerationRegistry;
import io.sessionfold.projector.store.Generations;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.Projection;
import io.sessionfold.store.StoreNames;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/** What a rebuild in this process uses. */
public final class LocalRebuildPlace implements RebuildPlace {
  /** Of the journal, beside what two writers of documents hold: a heap of 1 GiB has room for it. */
  private static final long MEMORY = 192L << 20;

  private final Place place;
  private final MongoDatabase database;
  private final KafkaFacts kafka;
  private final MeterRegistry registry;
  private final Proof proof;
  private final JournalPlace journals;

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
    this.journals = new LocalJournalPlace(place, kafka, differences);
  }

  @Override
  public Map<Integer, Long> ends(int journal) {
    return there(() -> Swapping.ends(kafka, journal));
  }

  @Override
  public String topicId(int journal) {
    return there(() -> kafka.topicId(StoreNames.journal(journal)));
  }

  /** Brokers that are away are waited for, as stores are. */
  static <T> T there(Supplier<T> question) {
    try {
      return question.get();
    } catch (CommandException e) {
      throw new StoreUnavailableException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public JournalPlace journals() {
    return journals;
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
