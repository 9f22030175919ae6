package io.sessionfold.cli.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HttpMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final HttpMeters meters = new HttpMeters(registry);

  @Test
  void requests_are_counted_and_timed_by_route_and_status_and_streams_when_they_end() {
    meters.answered("GET", "/v1/sessions/{session}", 200, Duration.ofMillis(3));
    meters.answered("GET", "/v1/sessions/{session}", 200, Duration.ofMillis(5));
    meters.answered("GET", "/v1/sessions/{session}", 404, Duration.ofMillis(1));
    meters.answered("GET", "/v1/changes", 200, null);
    var timer =
        registry
            .get("sessionfold.http.requests")
            .tags("method", "GET", "route", "/v1/sessions/{session}", "status", "200")
            .timer();
    assertThat(timer.count()).isEqualTo(2);
    assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(8);
    assertThat(registry.find("sessionfold.http.requests").timers()).hasSize(2);
    assertThat(registry.get("sessionfold.http.streams.ended").counter().count()).isEqualTo(1);
  }
}
