package io.sessionfold.benchmarks;

import io.sessionfold.event.EventType;
import io.sessionfold.ingest.EventEnvelope;
import io.sessionfold.ingest.EventPublisher;
import io.sessionfold.journal.Position;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Publishes workloads and measures what becomes of them. */
final class PipelineRun {
  static final String SPEED = "speed";
  static final String CPU = "CPU, microseconds an event";
  static final String OPERATIONS = "MongoDB, operations and bytes an event";
  static final String BYTES = "stored bytes per byte of an event's data";
  static final String HEAP = "heap of this JVM, MiB";
  static final int PARTS = 10;

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final LocalPipeline pipeline;

  /** One thread throughout: the CPU time of a thread is lost when it ends. */
  private final ExecutorService publisher =
      Executors.newSingleThreadExecutor(PipelineRun::publisherThread);

  private final HeapPeak heap = HeapPeak.watch();
  private long published;

  PipelineRun(LocalPipeline pipeline) {
    this.pipeline = pipeline;
  }

  private static Thread publisherThread(Runnable work) {
    Thread thread = new Thread(work, "bench-publisher");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Publishes everything as fast as the publisher takes it and waits until it is readable.
   *
   * @param stepwise whether each part is published only when the one before is readable, so that
   *     all parts have the same conditions
   * @return seconds from the first publish until each part was readable
   */
  double[] publish(Workload workload, int parts, boolean stepwise) throws Exception {
    Acknowledgements acknowledged = new Acknowledgements(workload.events(), parts);
    Semaphore gate = new Semaphore(stepwise ? 1 : parts);
    long start = System.nanoTime();
    Future<?> publishing = publisher.submit(() -> publish(workload, acknowledged, gate));
    double[] seconds = new double[parts];
    int part = 0;
    Position all = Position.NONE;
    for (CompletableFuture<Position> position : acknowledged.positions()) {
      all = all.merge(position.get());
      pipeline.reader().awaitReadable(all, PATIENCE);
      seconds[part] = (System.nanoTime() - start) / 1e9;
      part++;
      gate.release();
    }
    publishing.get();
    return seconds;
  }

  private void publish(Workload workload, Acknowledgements acknowledged, Semaphore gate) {
    EventPublisher to = pipeline.publisher();
    try {
      workload.forEach(
          (session, data) -> {
            if (acknowledged.atBeginning()) {
              gate.acquireUninterruptibly();
            }
            EventEnvelope envelope = EventEnvelope.ofId("bench-" + published++);
            acknowledged.add(to.publish(session, EventType.MESSAGE_APPENDED, data, envelope));
          });
      to.flush();
    } catch (RuntimeException e) {
      acknowledged.failed(e);
    }
  }

  Figures measure(Workload workload, boolean stepwise) throws Exception {
    pipeline.awaitIdle();
    Stores storesBefore = Stores.now(pipeline);
    System.gc();
    heap.reset();
    CpuTimes cpuBefore = CpuTimes.now(storesBefore.mongod());
    double[] seconds = publish(workload, PARTS, stepwise);
    CpuTimes cpu = CpuTimes.now(storesBefore.mongod()).minus(cpuBefore);
    double peak = heap.mebibytes();
    pipeline.awaitIdle();
    Stores stores = Stores.now(pipeline);
    Figures figures = new Figures();
    speed(figures, workload, seconds);
    cpu.seconds()
        .forEach(
            (group, used) ->
                figures.add(
                    CPU, group.name().toLowerCase(Locale.ROOT), used * 1e6 / workload.events()));
    stores(figures, workload, storesBefore, stores);
    figures.add(HEAP, "limit", Runtime.getRuntime().maxMemory() / 1048576.0);
    figures.add(HEAP, "most in use after a collection", peak);
    return figures;
  }

  private static void speed(Figures figures, Workload workload, double[] seconds) {
    double all = seconds[PARTS - 1];
    figures.add(SPEED, "events", workload.events());
    figures.add(SPEED, "seconds until all are readable", all);
    figures.add(SPEED, "events a second", workload.events() / all);
    double from = 0;
    for (int part = 0; part < PARTS; part++) {
      figures.add(SPEED, "seconds of tenth " + (part + 1), seconds[part] - from);
      from = seconds[part];
    }
    figures.add(SPEED, "last tenth / first", (all - seconds[PARTS - 2]) / seconds[0]);
    figures.add(
        SPEED, "last half / first half", (all - seconds[PARTS / 2 - 1]) / seconds[PARTS / 2 - 1]);
  }

  private static void stores(Figures figures, Workload workload, Stores before, Stores after) {
    after
        .mongoOperations()
        .forEach(
            (kind, count) ->
                figures.add(
                    OPERATIONS,
                    kind,
                    (count - before.mongoOperations().getOrDefault(kind, 0.0))
                        / workload.events()));
    double eventBytes = (double) workload.events() * workload.bytes();
    after
        .bytes()
        .forEach(
            (store, bytes) ->
                figures.add(
                    BYTES, store, (bytes - before.bytes().getOrDefault(store, 0.0)) / eventBytes));
  }
}
