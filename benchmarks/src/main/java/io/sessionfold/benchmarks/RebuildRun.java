package io.sessionfold.benchmarks;

import com.mongodb.client.MongoDatabase;
import io.sessionfold.benchmarks.CpuTimes.Group;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.projector.jsonl.JsonlSink;
import io.sessionfold.projector.mongo.MongoSink;
import io.sessionfold.projector.rebuild.LoadControl;
import io.sessionfold.projector.rebuild.LoadTarget;
import io.sessionfold.projector.rebuild.Loader;
import io.sessionfold.projector.regroup.Budget;
import io.sessionfold.projector.regroup.Regrouped;
import io.sessionfold.projector.regroup.Selection;
import io.sessionfold.projector.regroup.Stretch;
import io.sessionfold.projector.store.MongoQuarantine;
import io.sessionfold.projector.store.MongoWatermarks;
import io.sessionfold.projector.topics.PartitionScan;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionChanges;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.store.Projection;
import io.sessionfold.store.StoreNames;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/** Loads a journal into generations, whole and in parts, and measures it. */
final class RebuildRun {
  static final String SPEED = "events a second";
  static final String LOAD = "load";
  static final String CPU = "CPU, microseconds an event";
  static final String BYTES = "bytes an event";
  static final String HEAP = "heap of this JVM, MiB";

  /** As a rebuild has them. */
  private static final long MEMORY = 192L << 20;

  private static final int WRITERS = 2;

  private static final Map<Group, String> PARTS =
      Map.of(
          Group.READER, "read, regroup, decode",
          Group.SINKS, "fold, encode, send",
          Group.BROKER, "broker",
          Group.MONGOD, "mongod",
          Group.JVM, "collector and compiler");

  private final FilledJournal journal;
  private final RealMongod mongod;
  private final MongoDatabase database;
  private final Set<Projection> projections;
  private int generation = 1;

  RebuildRun(FilledJournal journal, RealMongod mongod, Set<Projection> projections) {
    this.journal = journal;
    this.mongod = mongod;
    this.database = mongod.connection().database("bench");
    this.projections = projections;
  }

  /** Loads the first events of each partition, which counts for nothing. */
  void warmUp(long events) throws InterruptedException {
    NavigableMap<Integer, Long> ends = new TreeMap<>();
    long all = total(journal.ends());
    journal.ends().forEach((partition, end) -> ends.put(partition, end * events / all));
    load(ends, this::sink, projections);
    drop();
  }

  /** Reads all of it, regrouped or not decoded. */
  void read(Figures figures) {
    figures.add(SPEED, "read and regrouped", rate(() -> walk(false)));
    figures.add(SPEED, "and decoded", rate(() -> walk(true)));
  }

  private long walk(boolean decoded) {
    long[] changes = {0};
    journal
        .ends()
        .forEach(
            (partition, end) -> {
              Stretch stretch = new Stretch(topic(partition), 0, end);
              try (Consumer<byte[], byte[]> consumer = journal.consumer();
                  Regrouped regrouped =
                      Regrouped.read(consumer, stretch, Selection.ALL, budget(), records -> {})) {
                regrouped.forEachSession(session -> changes[0] += decoded ? count(session) : 0);
                changes[0] += decoded ? 0 : regrouped.records();
              }
            });
    return changes[0];
  }

  private static long count(Iterable<Applied> session) {
    long count = 0;
    for (Applied change : session) {
      count += change.revision() > 0 ? 1 : 0;
    }
    return count;
  }

  /** Loads all of it into a sink that folds and writes nothing. */
  void fold(Figures figures) {
    figures.add(
        SPEED,
        "and folded into documents",
        rate(() -> load(journal.ends(), p -> new FoldingSink(), Set.of(Projection.DOCUMENTS))));
  }

  /** Loads all of it. */
  void load(Figures figures, int rounds) {
    double[] rates = new double[rounds];
    HeapPeak heap = HeapPeak.watch();
    for (int round = 0; round < rounds; round++) {
      drop();
      System.gc();
      heap.reset();
      double before = logged();
      try (CpuWatch cpu = new CpuWatch(mongod.pid())) {
        rates[round] = rate(() -> load(journal.ends(), this::sink, projections));
        if (round == rounds - 1) {
          long events = total(journal.ends());
          cpu(figures, cpu.seconds(), events);
          bytes(figures, logged() - before, events);
        }
      }
    }
    Spread.of(rates).addTo(figures, LOAD, "events a second");
    figures.add(SPEED, "and written: the whole load", Spread.of(rates).median());
    figures.add(HEAP, "limit", Runtime.getRuntime().maxMemory() / 1048576.0);
    figures.add(HEAP, "most in use after a collection", heap.mebibytes());
  }

  private static void cpu(Figures figures, Map<Group, Double> seconds, long events) {
    seconds.forEach(
        (group, used) ->
            figures.add(
                CPU,
                PARTS.getOrDefault(group, group.name().toLowerCase(Locale.ROOT)),
                used * 1e6 / events));
  }

  private void bytes(Figures figures, double logged, long events) {
    BsonDocument unused =
        mongod
            .connection()
            .database("admin")
            .runCommand(new BsonDocument("fsync", new BsonInt32(1)), BsonDocument.class);
    figures.add(BYTES, "journal, uncompressed", (double) journal.valueBytes() / events);
    figures.add(BYTES, "journal on disk", journal.storedBytes() / events);
    double size = 0;
    double stored = 0;
    for (String collection :
        List.of(StoreNames.sessions(generation), StoreNames.sessionPages(generation))) {
      BsonDocument stats =
          database.runCommand(
              new BsonDocument("collStats", new BsonString(collection)), BsonDocument.class);
      size += stats.getNumber("size").doubleValue();
      stored += stats.getNumber("storageSize").doubleValue();
    }
    figures.add(BYTES, "documents, uncompressed", size / events);
    figures.add(BYTES, "documents on disk", stored / events);
    figures.add(BYTES, "mongod's journal", logged / events);
  }

  /** The bytes that mongod has written to its journal. */
  private double logged() {
    return mongod
        .connection()
        .database("admin")
        .runCommand(new BsonDocument("serverStatus", new BsonInt32(1)), BsonDocument.class)
        .getDocument("wiredTiger")
        .getDocument("log")
        .getNumber("log bytes written")
        .doubleValue();
  }

  /** Writes the first changes of a partition one by one, as they come. */
  void naive(Figures figures, long events) {
    drop();
    long end = Math.min(events, journal.ends().getOrDefault(0, 0L));
    double rate = rate(() -> oneByOne(end));
    figures.add(LOAD, "naive: a write for each of so many events", (double) end);
    figures.add(LOAD, "naive, events a second", rate);
    figures.add(LOAD, "whole load / naive", figures.get(LOAD, "events a second, median") / rate);
  }

  private long oneByOne(long end) {
    TopicPartition partition = topic(0);
    try (Consumer<byte[], byte[]> consumer = journal.consumer();
        MongoSink sink = MongoSink.openWithoutIndexes(database, generation)) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, 0);
      boolean unused =
          PartitionScan.any(
              consumer,
              partition,
              end,
              record -> {
                var written = sink.write(one(record));
                return !written.refused().isEmpty();
              });
    }
    return end;
  }

  private static ChangeBatch one(ConsumerRecord<byte[], byte[]> record) {
    Applied change = (Applied) ChangeCodec.read(record.value());
    SessionChanges changes =
        new SessionChanges(change.session(), record.partition(), record.offset(), List.of(change));
    return new ChangeBatch(List.of(changes), List.of());
  }

  private long load(
      NavigableMap<Integer, Long> ends,
      Function<Projection, SessionSink> sinks,
      Set<Projection> loaded)
      throws InterruptedException {
    generation++;
    LoadTarget target =
        new LoadTarget(
            generation,
            loaded,
            sinks,
            WRITERS,
            new MongoWatermarks(database),
            new MongoQuarantine(database));
    try (Loader loader = new Loader(target, journal::consumer, budget(), new Unhindered())) {
      for (Map.Entry<Integer, Long> end : ends.entrySet()) {
        Map.Entry<Integer, Long> next = ends.higherEntry(end.getKey());
        if (next != null) {
          loader.next(topic(next.getKey()), next.getValue());
        }
        loader.load(topic(end.getKey()), end.getValue());
      }
    }
    return total(ends);
  }

  private SessionSink sink(Projection projection) {
    return projection == Projection.DOCUMENTS
        ? MongoSink.openWithoutIndexes(database, generation)
        : new JsonlSink(journal.directory().resolve("files"), generation);
  }

  private Budget budget() {
    return new Budget(MEMORY, journal.directory().resolve("scratch"));
  }

  private static TopicPartition topic(int partition) {
    return new TopicPartition(StoreNames.journal(FilledJournal.JOURNAL), partition);
  }

  private static long total(Map<Integer, Long> ends) {
    return ends.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Earlier generations would take mongod's cache. */
  private void drop() {
    database.drop();
    Directories.delete(journal.directory().resolve("files"));
  }

  private interface Step {
    long run() throws InterruptedException;
  }

  private static double rate(Step step) {
    try {
      long start = System.nanoTime();
      long events = step.run();
      return events / ((System.nanoTime() - start) / 1e9);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static final class Unhindered implements LoadControl {
    @Override
    public void goOn() {}

    @Override
    public void read(long records) {}

    @Override
    public void written(long changes) {}
  }
}
