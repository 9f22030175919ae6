package io.sessionfold.benchmarks;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.projector.jsonl.JsonlSink;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionChanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Writes the same changes at a steady rate to sinks of files that differ in how often they make
 * durable what they wrote. The sinks share the disk and the time.
 */
final class CheckpointTrial {
  private static final int BATCHES_A_SECOND = 10;
  private static final String FSYNC = "jdk.FileForce";

  private final Path root;
  private final int rate;
  private final List<Duration> intervals;

  CheckpointTrial(Path root, int rate, List<Duration> intervals) {
    this.root = root;
    this.rate = rate;
    this.intervals = List.copyOf(intervals);
  }

  /** What one interval cost. */
  static final class Cost {
    private final Duration interval;
    private final Path root;
    private final JsonlSink sink;
    private long writeNanos;
    private long checkpointNanos;
    private long longestNanos;
    private long due;
    private int fsyncs;

    private Cost(Duration interval, Path root) {
      this.interval = interval;
      this.root = root;
      this.sink = new JsonlSink(root, 1);
      Set<Integer> unused = sink.acquire(Set.of(0));
    }

    private void write(ChangeBatch batch, long now) {
      var unused = sink.write(batch);
      long written = System.nanoTime();
      writeNanos += written - now;
      if (written - due >= 0) {
        var unusedLost = sink.checkpoint();
        long took = System.nanoTime() - written;
        checkpointNanos += took;
        longestNanos = Math.max(longestNanos, took);
        due = System.nanoTime() + interval.toNanos();
      }
    }

    /** Adds its figures, by the second. */
    void addTo(Figures figures, int seconds) {
      String section = "files, a checkpoint every " + interval.toMillis() / 1e3 + " s";
      figures.add(section, "fsyncs a second", (double) fsyncs / seconds);
      figures.add(section, "share of the time in checkpoints, %", share(checkpointNanos, seconds));
      figures.add(section, "share of the time in writes, %", share(writeNanos, seconds));
      figures.add(section, "longest checkpoint, ms", longestNanos / 1e6);
    }

    private static double share(long nanos, int seconds) {
      return nanos / 1e7 / seconds;
    }
  }

  /** Writes all, as fast as the rate says; {@code applied} are in the order of the journal. */
  List<Cost> run(List<Applied> applied) throws IOException {
    List<Cost> costs = new ArrayList<>();
    for (Duration interval : intervals) {
      costs.add(
          new Cost(interval, Files.createDirectory(root.resolve(interval.toMillis() + "ms"))));
    }
    int atOnce = Math.max(1, rate / BATCHES_A_SECOND);
    try (Recording recording = new Recording()) {
      recording.enable(FSYNC).withoutThreshold().withoutStackTrace();
      recording.start();
      long start = System.nanoTime();
      costs.forEach(cost -> cost.due = start + cost.interval.toNanos());
      for (int from = 0, tick = 0; from < applied.size(); from += atOnce, tick++) {
        await(start + tick * TimeUnit.SECONDS.toNanos(1) / BATCHES_A_SECOND);
        ChangeBatch batch =
            batch(applied.subList(from, Math.min(applied.size(), from + atOnce)), from);
        costs.forEach(cost -> cost.write(batch, System.nanoTime()));
      }
      recording.stop();
      count(recording, costs);
    }
    costs.forEach(cost -> cost.sink.close());
    return costs;
  }

  private static void await(long due) {
    while (System.nanoTime() - due < 0) {
      LockSupport.parkNanos(due - System.nanoTime());
    }
  }

  /** By session, as the loop of a sink groups what it polled. */
  static ChangeBatch batch(List<Applied> applied, int firstOffset) {
    Map<SessionKey, List<Applied>> bySession = new LinkedHashMap<>();
    for (Applied change : applied) {
      bySession.computeIfAbsent(change.session(), key -> new ArrayList<>()).add(change);
    }
    List<SessionChanges> sessions = new ArrayList<>();
    bySession.forEach(
        (session, changes) -> sessions.add(new SessionChanges(session, 0, firstOffset, changes)));
    return new ChangeBatch(sessions, List.of());
  }

  private void count(Recording recording, List<Cost> costs) throws IOException {
    Path dump = root.resolve("fsyncs.jfr");
    recording.dump(dump);
    try (RecordingFile file = new RecordingFile(dump)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        String path = event.getEventType().getName().equals(FSYNC) ? event.getString("path") : null;
        for (Cost cost : costs) {
          cost.fsyncs += path != null && path.startsWith(cost.root.toString()) ? 1 : 0;
        }
      }
    }
  }
}
