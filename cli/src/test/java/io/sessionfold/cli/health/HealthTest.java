package io.sessionfold.cli.health;

import static io.sessionfold.cli.health.Judging.PATIENCE;
import static io.sessionfold.cli.health.Judging.at;
import static io.sessionfold.cli.health.Judging.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.cli.health.Health.Phase;
import io.sessionfold.cli.health.Observation.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthTest {
  private final Health starting = Health.starting(at(0));

  @Test
  void a_process_that_starts_is_alive_and_not_ready() {
    assertThat(starting.isLive(at(1))).isTrue();
    assertThat(starting.isReady(at(1))).isFalse();
  }

  @Test
  void it_is_what_its_worst_part_is() {
    assertThat(next(Kind.RUNNING, Kind.RUNNING).isReady(at(1))).isTrue();
    assertThat(next(Kind.RUNNING, Kind.WAITING).isReady(at(1))).isFalse();
    assertThat(next(Kind.RUNNING, Kind.WAITING).isLive(at(1))).isTrue();
    assertThat(next(Kind.RUNNING, Kind.FAILED).isLive(at(1))).isFalse();
  }

  @Test
  void a_judgement_that_is_old_is_none() {
    Health health = next(Kind.RUNNING);
    assertThat(health.isLive(at(29))).isTrue();
    assertThat(health.isLive(at(31))).isFalse();
    assertThat(health.isReady(at(31))).isFalse();
  }

  @Test
  void a_process_that_stops_is_alive_until_it_has_and_not_ready() {
    Health stopping = starting.next(Phase.STOPPING, named(Kind.RUNNING), PATIENCE, at(1));
    assertThat(stopping.isLive(at(1))).isTrue();
    assertThat(stopping.isReady(at(1))).isFalse();
  }

  @Test
  void the_count_of_a_part_goes_on_from_judgement_to_judgement() {
    Health health = starting;
    for (long second = 0; second <= 60; second++) {
      Observation stands = said(Kind.RUNNING, second, 7, 1);
      health = health.next(Phase.SERVING, List.of(stands), PATIENCE, at(second));
    }
    assertThat(health.isLive(at(60))).isFalse();
  }

  @Test
  void it_shows_every_part_with_its_judgement() {
    assertThat(next(Kind.WAITING).json("not ready").toString())
        .isEqualTo(
            "{\"status\":\"not ready\",\"parts\":[{\"part\":\"0\",\"state\":\"unavailable\","
                + "\"live\":true,\"ready\":false,\"reason\":\"because of WAITING\",\"lag\":5,"
                + "\"lag_seconds\":0}]}");
  }

  private Health next(Kind... kinds) {
    return starting.next(Phase.SERVING, named(kinds), PATIENCE, at(1));
  }

  private static List<Observation> named(Kind... kinds) {
    List<Observation> parts = new ArrayList<>();
    for (Kind kind : kinds) {
      Observation o = said(kind, 1, 7, 5);
      parts.add(
          new Observation(
              Integer.toString(parts.size()),
              kind,
              o.state(),
              o.reason(),
              o.saidAt(),
              o.backlog(),
              null));
    }
    return parts;
  }
}
