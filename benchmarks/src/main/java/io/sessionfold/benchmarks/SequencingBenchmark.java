package io.sessionfold.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sessionfold.embedded.BrokerConfig;
import io.sessionfold.embedded.EmbeddedBroker;
import io.sessionfold.projector.topics.Topics;
import io.sessionfold.projector.topology.Projector;
import io.sessionfold.projector.topology.ProjectorSettings;
import io.sessionfold.sequence.Limits;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How fast the projector makes the journal, broker and projector in this JVM: messages of about 512
 * bytes over 20,000 sessions and 4 partitions, published before it starts.
 *
 * <pre>
 * SequencingBenchmark throughput [events, default 600000] [threads, default 2]
 * SequencingBenchmark latency [events a second, default 1000] [seconds, default 20]
 * </pre>
 *
 * <p>Throughput is that of the second half, since a cold JVM runs at a third of its speed. Latency
 * is from the acknowledgement of the event to the moment when a reader of committed records has its
 * change.
 */
public final class SequencingBenchmark {
  private static final int PARTITIONS = 4;
  private static final int SESSIONS = 20_000;

  private final EmbeddedBroker broker;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ProjectorSettings settings;

  private SequencingBenchmark(EmbeddedBroker broker, Path directory, int threads) {
    this.broker = broker;
    settings =
        ProjectorSettings.of(broker.bootstrapServers(), 1, directory.resolve("state"))
            .withThreads(threads);
  }

  /** Runs one of the two measurements in a temporary directory. */
  public static void main(String[] args) throws Exception {
    boolean latency = args.length > 0 && args[0].equals("latency");
    int first = args.length > 1 ? Integer.parseInt(args[1]) : latency ? 1_000 : 600_000;
    int second = args.length > 2 ? Integer.parseInt(args[2]) : latency ? 20 : 2;
    Path directory = Files.createTempDirectory("sessionfold-benchmark");
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(BrokerConfig.in(directory.resolve("broker")))) {
      SequencingBenchmark benchmark =
          new SequencingBenchmark(broker, directory, latency ? 2 : second);
      benchmark.createTopics();
      if (latency) {
        benchmark.latency(first, second);
      } else {
        benchmark.throughput(first);
      }
    } finally {
      delete(directory);
    }
  }

  private Map<String, Object> client() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  private void createTopics() {
    try (Topics topics = new Topics(client())) {
      topics.ensure(1, PARTITIONS, 1, Limits.DEFAULTS);
    }
  }

  private void throughput(int events) {
    try (BenchmarkPublisher publisher = new BenchmarkPublisher(client(), SESSIONS)) {
      for (int i = 0; i < events; i++) {
        publisher.publish();
      }
    }
    try (Projector projector = Projector.start(settings, registry)) {
      awaitSequenced(projector, events / 2);
      long cpu = cpu();
      long start = System.nanoTime();
      double from = sequenced();
      awaitSequenced(projector, events);
      double seconds = (System.nanoTime() - start) / 1e9;
      double count = sequenced() - from;
      System.out.printf(
          "%.0f events in %.1f s: %.0f events/s, %.1f µs of CPU per event (broker and projector),"
              + " %d threads%n",
          count, seconds, count / seconds, (cpu() - cpu) / 1e3 / count, settings.threads());
    }
  }

  private void awaitSequenced(Projector projector, int events) {
    while (sequenced() < events) {
      if (projector.status().reason() != null) {
        throw new IllegalStateException(projector.status().toString());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private double sequenced() {
    return registry.counter("sessionfold.projector.records").count();
  }

  private void latency(int eventsASecond, int seconds) throws InterruptedException {
    try (Projector projector = Projector.start(settings, registry);
        BenchmarkPublisher publisher = new BenchmarkPublisher(client(), SESSIONS);
        JournalStopwatch stopwatch = new JournalStopwatch(client(), PARTITIONS)) {
      publisher.publishAtRate(eventsASecond, seconds, (key, nanos) -> {});
      awaitSequenced(projector, eventsASecond * seconds);
      Histogram micros =
          stopwatch.measure(
              acknowledged -> publisher.publishAtRate(eventsASecond, seconds, acknowledged),
              Duration.ofSeconds(30));
      System.out.printf(
          "%d changes at %d events/s: acknowledged to readable p50 %.0f ms, p90 %.0f ms, p99 %.0f"
              + " ms, highest %.0f ms%n",
          micros.getTotalCount(),
          eventsASecond,
          micros.getValueAtPercentile(50) / 1e3,
          micros.getValueAtPercentile(90) / 1e3,
          micros.getValueAtPercentile(99) / 1e3,
          micros.getMaxValue() / 1e3);
    }
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
