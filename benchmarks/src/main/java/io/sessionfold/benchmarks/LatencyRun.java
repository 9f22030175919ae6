package io.sessionfold.benchmarks;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.ingest.EventEnvelope;
import io.sessionfold.journal.Position;
import io.sessionfold.json.JsonText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Publishes at a steady rate. Within a partition events become readable in their order, so one
 * waiting reader for each partition meets every event at its moment.
 */
final class LatencyRun {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LocalPipeline pipeline;
  private final int eventsASecond;
  private final Histogram micros = new ConcurrentHistogram(3);
  private final List<BlockingQueue<Acknowledged>> partitions = new ArrayList<>();
  private volatile @Nullable Throwable failure;
  private int published;

  private record Acknowledged(Position position, long nanos) {
    static final Acknowledged END = new Acknowledged(Position.NONE, 0);
  }

  LatencyRun(LocalPipeline pipeline, int eventsASecond) {
    this.pipeline = pipeline;
    this.eventsASecond = eventsASecond;
  }

  /** Microseconds of each event of the workload. */
  Histogram measure(Workload workload) throws InterruptedException {
    List<Thread> readers = new ArrayList<>();
    for (int partition = 0; partition < LocalPipeline.PARTITIONS; partition++) {
      BlockingQueue<Acknowledged> queue = new LinkedBlockingQueue<>();
      partitions.add(queue);
      Thread reader = new Thread(() -> read(queue), "bench-reader-" + partition);
      reader.start();
      readers.add(reader);
    }
    try {
      long start = System.nanoTime();
      workload.forEach((session, data) -> publish(workload, start, session, data));
      pipeline.publisher().flush();
    } finally {
      partitions.forEach(queue -> queue.add(Acknowledged.END));
    }
    for (Thread reader : readers) {
      reader.join();
    }
    if (failure != null || micros.getTotalCount() != workload.events()) {
      throw new IllegalStateException(
          "%d of %d events became readable".formatted(micros.getTotalCount(), workload.events()),
          failure);
    }
    return micros;
  }

  private void publish(Workload workload, long start, SessionKey session, JsonText data) {
    long due = start + published * TimeUnit.SECONDS.toNanos(1) / eventsASecond;
    while (System.nanoTime() - due < 0) {
      LockSupport.parkNanos(due - System.nanoTime());
    }
    EventEnvelope envelope = EventEnvelope.ofId(workload.name() + "-" + published++);
    var unused =
        pipeline
            .publisher()
            .publish(session, EventType.MESSAGE_APPENDED, data, envelope)
            .whenComplete(this::acknowledged);
  }

  private void acknowledged(Position position, @Nullable Throwable refused) {
    if (refused != null) {
      failure = refused;
      return;
    }
    int partition = position.partitions().keySet().iterator().next();
    partitions.get(partition).add(new Acknowledged(position, System.nanoTime()));
  }

  private void read(BlockingQueue<Acknowledged> queue) {
    try {
      for (Acknowledged next = queue.take(); !next.equals(Acknowledged.END); next = queue.take()) {
        pipeline.reader().awaitReadable(next.position, PATIENCE);
        micros.recordValue((System.nanoTime() - next.nanos) / 1_000);
      }
    } catch (InterruptedException | RuntimeException e) {
      failure = e;
    }
  }
}
