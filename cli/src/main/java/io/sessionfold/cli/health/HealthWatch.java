package io.sessionfold.cli.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sessionfold.cli.health.Health.Phase;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the parts every second, on a thread of its own. If that thread should die, the last
 * judgement grows old, and an old one is none.
 *
 * <p>Gauges by {@code part}: {@code sessionfold.part.live}, {@code .ready}, {@code .frozen} (1 or
 * 0), {@code .lag} in records and {@code .lag.seconds}.
 */
final class HealthWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);
  private static final long EVERY_MILLIS = 1_000;

  private final Patience patience;
  private final MeterRegistry registry;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "health");
  private volatile Supplier<List<Observation>> observe = List::of;
  private volatile Phase phase = Phase.STARTING;
  private volatile Health health = Health.starting(Moment.now());

  private HealthWatch(Patience patience, MeterRegistry registry) {
    this.patience = patience;
    this.registry = registry;
    thread.setDaemon(true);
  }

  static HealthWatch start(Patience patience, MeterRegistry registry) {
    HealthWatch watch = new HealthWatch(patience, registry);
    watch.thread.start();
    return watch;
  }

  /** The parts are started; {@code observation} may be called at any time, and asks nobody. */
  void serving(Supplier<List<Observation>> observation) {
    observation.get().forEach(each -> register(each.part()));
    observe = observation;
    phase = Phase.SERVING;
    judge();
  }

  /** The process was told to stop. */
  void stopping() {
    phase = Phase.STOPPING;
    judge();
  }

  Health health() {
    return health;
  }

  private void run() {
    try {
      while (!closed.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        judge();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void judge() {
    try {
      health = health.next(phase, observe.get(), patience, Moment.now());
    } catch (RuntimeException e) {
      LOG.error("The parts were not judged; they are judged again", e);
    }
  }

  private void register(String part) {
    gauge("live", part, each -> each.live() ? 1 : 0);
    gauge("ready", part, each -> each.ready() ? 1 : 0);
    gauge("frozen", part, each -> each.frozen() ? 1 : 0);
    gauge("lag", part, PartHealth::lag);
    gauge("lag.seconds", part, PartHealth::lagSeconds);
  }

  private void gauge(String name, String part, ToDoubleFunction<PartHealth> value) {
    Gauge.builder("sessionfold.part." + name, this, watch -> watch.value(part, value))
        .tag("part", part)
        .register(registry);
  }

  private double value(String part, ToDoubleFunction<PartHealth> value) {
    return health.part(part).map(value::applyAsDouble).orElse(0.0);
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
