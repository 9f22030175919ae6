package io.sessionfold.cli.health;

import io.micrometer.core.instrument.MeterRegistry;
import io.sessionfold.cli.config.Setting;
import io.sessionfold.cli.config.Settings;
import io.sessionfold.cli.pipeline.Pipeline;
import io.sessionfold.cli.web.WebService;

/** The health and the metrics of one process: judged, measured and served until it is closed. */
public final class HealthEndpoint implements AutoCloseable {
  private final ProcessMetrics metrics = new ProcessMetrics();
  private final HealthWatch watch;
  private final HealthServer server;

  /**
   * Begins to answer: alive, and not ready before the parts are.
   *
   * @throws io.sessionfold.cli.CommandException if the configured address cannot be taken
   */
  public HealthEndpoint(Settings settings) {
    Patience patience = Patience.of(settings.duration(Setting.HEALTH_FROZEN));
    watch = HealthWatch.start(patience, metrics.registry());
    server =
        HealthServer.start(
            settings.text(Setting.HEALTH_HOST),
            settings.integer(Setting.HEALTH_PORT),
            watch::health,
            metrics::scrape);
  }

  /** Where the meters of the parts belong. */
  public MeterRegistry registry() {
    return metrics.registry();
  }

  /** {@code http://host:port}. */
  public String url() {
    return server.url();
  }

  /** The parts to judge. */
  public void serving(Pipeline pipeline, WebService web) {
    watch.serving(() -> Observations.of(pipeline, web));
  }

  /** The process was told to stop: it is not ready from now on. */
  public void stopping() {
    watch.stopping();
  }

  /** The last judgement. */
  public Health health() {
    return watch.health();
  }

  @Override
  public void close() {
    server.close();
    watch.close();
    metrics.close();
  }
}
