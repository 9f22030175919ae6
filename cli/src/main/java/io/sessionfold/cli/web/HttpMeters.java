package io.sessionfold.cli.web;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sessionfold.http.RequestListener;
import io.sessionfold.http.feed.FeedRoutes;
import io.sessionfold.ingest.EventPublisher;
import io.sessionfold.query.feed.ChangeFeed;
import io.sessionfold.query.feed.FeedStatus;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The meters of what is served over HTTP.
 *
 * <p>{@code sessionfold.http.requests} by {@code method}, {@code route} (a template) and {@code
 * status}: count and time of the requests that were answered, in steps. Streams are counted when
 * they end, by {@code sessionfold.http.streams.ended} and {@code route}.
 *
 * <p>Gauges: {@code sessionfold.http.streams.open}; {@code sessionfold.feed.live} (1 or 0), {@code
 * .changes}, {@code .bytes} (in memory) and {@code .catchups}; {@code
 * sessionfold.gateway.unacknowledged} and {@code .buffered.bytes}.
 */
final class HttpMeters implements RequestListener {
  private static final Duration[] STEPS =
      Stream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;

  HttpMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void answered(String method, String route, int status, @Nullable Duration took) {
    if (took == null) {
      registry.counter("sessionfold.http.streams.ended", "route", route).increment();
      return;
    }
    Timer.builder("sessionfold.http.requests")
        .tags("method", method, "route", route, "status", Integer.toString(status))
        .serviceLevelObjectives(STEPS)
        .register(registry)
        .record(took);
  }

  void gateway(EventPublisher publisher) {
    gauge("gateway.unacknowledged", publisher, EventPublisher::unacknowledged);
    gauge("gateway.buffered.bytes", publisher, EventPublisher::bufferedBytes);
  }

  void streams(FeedRoutes routes) {
    gauge("http.streams.open", routes, FeedRoutes::open);
  }

  void feed(ChangeFeed feed) {
    gauge("feed.live", feed, each -> each.status().state() == FeedStatus.State.LIVE ? 1 : 0);
    gauge("feed.changes", feed, each -> each.status().changes());
    gauge("feed.bytes", feed, each -> each.status().bytes());
    gauge("feed.catchups", feed, each -> each.status().catchUps());
  }

  private <T> void gauge(String name, T of, ToDoubleFunction<T> value) {
    Gauge.builder("sessionfold." + name, of, value).register(registry);
  }
}
