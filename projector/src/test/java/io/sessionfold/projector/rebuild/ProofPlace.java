package io.sessionfold.projector.rebuild;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sessionfold.projector.jsonl.JsonlSink;
import io.sessionfold.projector.mongo.MongoSink;
import io.sessionfold.projector.proof.Difference;
import io.sessionfold.projector.proof.ProofSettings;
import io.sessionfold.projector.proof.ProofStore;
import io.sessionfold.projector.proof.Source;
import io.sessionfold.projector.regroup.Budget;
import io.sessionfold.projector.runner.HoldSource;
import io.sessionfold.projector.runner.JournalConsumer;
import io.sessionfold.projector.runner.MemberName;
import io.sessionfold.projector.runner.SinkFeed;
import io.sessionfold.projector.runner.SinkRunner;
import io.sessionfold.projector.runner.SinkRunnerSettings;
import io.sessionfold.projector.store.GenerationRegistry;
import io.sessionfold.projector.store.Holds;
import io.sessionfold.projector.store.MongoQuarantine;
import io.sessionfold.projector.store.MongoWatermarks;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.store.Projection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;

/** A place for rebuilds whose process dies when it is told to. */
final class ProofPlace implements RebuildPlace {
  /** So little that everything is spilled. */
  private static final long MEMORY = 64 << 10;

  /** The process is gone. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final ProofStore store;
  private final Path files;
  private final Path directory;
  private int callsLeft;
  private BooleanSupplier counted = () -> false;
  private Runnable beforeProof = () -> {};

  ProofPlace(ProofStore store, Path files, Path directory) {
    this.store = store;
    this.files = files;
    this.directory = directory;
  }

  /** It dies at this call, from 1, among those at which something is so. */
  synchronized void dyingAt(int call, BooleanSupplier isCounted) {
    callsLeft = call;
    counted = isCounted;
  }

  /** What happens while the generation is held, before it is compared. */
  ProofPlace beforeProof(Runnable happens) {
    beforeProof = happens;
    return this;
  }

  private synchronized void live() {
    if (counted.getAsBoolean() && --callsLeft <= 0) {
      throw new Killed();
    }
  }

  @Override
  public Map<Integer, Long> ends(int journal) {
    live();
    return store.ends();
  }

  @Override
  public String topicId(int journal) {
    return "topic";
  }

  @Override
  public Consumer<byte[], byte[]> consumer() {
    live();
    return store.consumer();
  }

  @Override
  public SessionSink sink(Projection projection, int generation) {
    live();
    return opened(projection, generation);
  }

  private SessionSink opened(Projection projection, int generation) {
    return projection == Projection.DOCUMENTS
        ? MongoSink.openWithoutIndexes(store.database, generation)
        : new JsonlSink(files, generation);
  }

  @Override
  public void index(int generation) {
    live();
    MongoSink.open(store.database, generation, List.of()).close();
  }

  @Override
  public Budget budget() {
    return new Budget(MEMORY, directory.resolve("scratch"));
  }

  @Override
  public Following follow(int generation) {
    live();
    Set<Projection> projections =
        new GenerationRegistry(store.database).find(generation).orElseThrow().projections();
    List<SinkRunner> runners = new ArrayList<>();
    List<MemberName> members = new ArrayList<>();
    for (Projection projection : projections) {
      MemberName member = member(projection);
      members.add(member);
      runners.add(runner(projection, generation, member));
    }
    return () -> {
      runners.forEach(SinkRunner::close);
      members.forEach(MemberName::close);
    };
  }

  private MemberName member(Projection projection) {
    try {
      return MemberName.take(directory.resolve("members"), projection.sink());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SinkRunner runner(Projection projection, int generation, MemberName member) {
    Holds holds = new Holds(store.database);
    HoldSource source = () -> holds.on(projection, generation, Instant.now());
    SinkFeed feed =
        new SinkFeed(
            JournalConsumer.open(store.kafka, projection.sink(), generation, member),
            store.journalNumber,
            generation,
            opened(projection, generation),
            new MongoWatermarks(store.database),
            new MongoQuarantine(store.database),
            source,
            store::consumer);
    return SinkRunner.start(feed, SinkRunnerSettings.DEFAULTS, new SimpleMeterRegistry());
  }

  @Override
  public JournalPlace journals() {
    throw new UnsupportedOperationException("no journal is made here");
  }

  @Override
  public List<String> prove(int generation, Map<Integer, Long> vector) {
    live();
    beforeProof.run();
    List<Difference> found = new ArrayList<>();
    ProofSettings settings = store.settings().held(vector);
    store.prove(generation, settings, sources(generation), found);
    return found.stream().map(Difference::toString).toList();
  }

  private Set<Source> sources(int generation) {
    return new GenerationRegistry(store.database)
        .find(generation).orElseThrow().projections().stream()
            .map(Source::of)
            .collect(Collectors.toSet());
  }
}
