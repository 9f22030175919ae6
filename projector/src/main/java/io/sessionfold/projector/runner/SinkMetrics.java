package io.sessionfold.projector.runner;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The meters of one sink, tagged {@code sink} and {@code generation}, never by session.
 *
 * <ul>
 *   <li>{@code sessionfold.sink.records}, by {@code outcome}: applied, duplicate, rejected; their
 *       sum is what was read from the journal.
 *   <li>{@code sessionfold.sink.changes}, by {@code result}: written, skipped, refused, left; their
 *       sum is {@code records} with outcome applied.
 *   <li>{@code sessionfold.sink.write} and {@code sessionfold.sink.checkpoint}: times of the sink.
 *   <li>{@code sessionfold.sink.batch}: applied changes in one write.
 *   <li>{@code sessionfold.sink.outages}: how often the store went away.
 *   <li>{@code sessionfold.sink.lag}, {@code .quarantined}, {@code .ready} (1 or 0): gauges.
 * </ul>
 *
 * <p>That is {@code records = applied + duplicate + rejected} and {@code applied = written +
 * skipped + refused + left}, as in {@link SinkCounts}.
 */
final class SinkMetrics implements AutoCloseable {
  private final MeterRegistry registry;
  private final Tags tags;
  private final List<Meter> meters = new ArrayList<>();
  private final Counter applied;
  private final Counter duplicate;
  private final Counter rejected;
  private final Counter written;
  private final Counter skipped;
  private final Counter refused;
  private final Counter left;
  private final Counter outages;
  private final Timer write;
  private final Timer checkpoint;
  private final DistributionSummary batch;

  SinkMetrics(MeterRegistry registry, String sink, int generation, Supplier<SinkStatus> status) {
    this.registry = registry;
    this.tags = Tags.of("sink", sink, "generation", Integer.toString(generation));
    applied = counter("records", Tags.of("outcome", "applied"));
    duplicate = counter("records", Tags.of("outcome", "duplicate"));
    rejected = counter("records", Tags.of("outcome", "rejected"));
    written = counter("changes", Tags.of("result", "written"));
    skipped = counter("changes", Tags.of("result", "skipped"));
    refused = counter("changes", Tags.of("result", "refused"));
    left = counter("changes", Tags.of("result", "left"));
    outages = counter("outages", Tags.empty());
    write = timer("write");
    checkpoint = timer("checkpoint");
    batch = kept(DistributionSummary.builder(name("batch")).tags(tags).register(registry));
    gauge("lag", () -> status.get().totalLag());
    gauge("quarantined", () -> status.get().quarantined());
    gauge("ready", () -> status.get().isReady() ? 1 : 0);
  }

  void count(SinkCounts counts) {
    add(applied, counts.applied());
    add(duplicate, counts.duplicate());
    add(rejected, counts.rejected());
    add(written, counts.written());
    add(skipped, counts.skipped());
    add(refused, counts.refused());
    add(left, counts.left());
    if (counts.batches() > 0) {
      batch.record((double) (counts.applied() - counts.left()));
    }
  }

  private static void add(Counter counter, long count) {
    counter.increment((double) count);
  }

  void outage() {
    outages.increment();
  }

  <T> T timeWrite(Supplier<T> call) {
    return write.record(call);
  }

  <T> T timeCheckpoint(Supplier<T> call) {
    return checkpoint.record(call);
  }

  /** Takes the meters out of the registry. */
  @Override
  public void close() {
    meters.forEach(registry::remove);
  }

  private Counter counter(String name, Tags more) {
    return kept(Counter.builder(name(name)).tags(tags.and(more)).register(registry));
  }

  private Timer timer(String name) {
    return kept(Timer.builder(name(name)).tags(tags).register(registry));
  }

  private void gauge(String name, Supplier<Number> value) {
    kept(Gauge.builder(name(name), value).tags(tags).register(registry));
  }

  private <M extends Meter> M kept(M meter) {
    meters.add(meter);
    return meter;
  }

  private static String name(String name) {
    return "sessionfold.sink." + name;
  }
}
