package io.sessionfold.cli.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.cli.health.Observation.At;
import io.sessionfold.cli.health.Observation.Kind;
import io.sessionfold.cli.pipeline.Part;
import io.sessionfold.cli.pipeline.WaitingSink;
import io.sessionfold.cli.web.Finding;
import io.sessionfold.cli.web.ServedPart;
import io.sessionfold.projector.runner.SinkCounts;
import io.sessionfold.projector.runner.SinkStatus;
import io.sessionfold.projector.topology.ProjectorBacklog;
import io.sessionfold.projector.topology.ProjectorStatus;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObservationsTest {
  @Test
  void only_a_projector_that_failed_is_one_that_a_restart_would_mend() {
    Map<ProjectorStatus.State, Kind> kinds = new EnumMap<>(ProjectorStatus.State.class);
    for (ProjectorStatus.State state : ProjectorStatus.State.values()) {
      kinds.put(state, Observations.of(projector(state, null), answered()).kind());
    }
    assertThat(kinds)
        .containsEntry(ProjectorStatus.State.RUNNING, Kind.RUNNING)
        .containsEntry(ProjectorStatus.State.RESTORING, Kind.WAITING)
        .containsEntry(ProjectorStatus.State.STARTING, Kind.WAITING)
        .containsEntry(ProjectorStatus.State.FAILED, Kind.FAILED);
  }

  @Test
  void a_projector_whose_brokers_are_silent_waits_though_streams_says_that_it_runs() {
    ProjectorBacklog silent =
        new ProjectorBacklog(5, "Kafka does not answer", Map.of(), Map.of(), null);
    Observation observed = Observations.of(projector(ProjectorStatus.State.RUNNING, null), silent);
    assertThat(observed.kind()).isEqualTo(Kind.WAITING);
    assertThat(observed.reason()).isEqualTo("Kafka does not answer");
  }

  @Test
  void what_is_served_waits_until_it_can_do_what_it_is_there_for() {
    Map<Finding.State, Kind> kinds = new EnumMap<>(Finding.State.class);
    for (Finding.State state : Finding.State.values()) {
      Observation observed = Observations.of(new ServedPart(Part.GATEWAY, state, "why", 7));
      assertThat(observed)
          .returns("gateway", Observation::part)
          .returns("why", Observation::reason)
          .returns(7L, Observation::saidAt);
      kinds.put(state, observed.kind());
    }
    assertThat(kinds)
        .isEqualTo(
            Map.of(
                Finding.State.STARTING, Kind.WAITING,
                Finding.State.RUNNING, Kind.RUNNING,
                Finding.State.DEGRADED, Kind.RUNNING,
                Finding.State.UNAVAILABLE, Kind.WAITING));
  }

  @Test
  void where_a_projector_is_comes_from_what_it_committed() {
    Observation observed =
        Observations.of(projector(ProjectorStatus.State.RUNNING, null), answered());
    assertThat(observed.backlog()).isEqualTo(Map.of("agent-messages-0", new At(7, 2)));
    assertThat(observed.saidAt()).isEqualTo(5);
  }

  @Test
  void what_libraries_say_of_a_trouble_is_not_repeated_to_everybody() {
    ProjectorStatus trouble =
        projector(ProjectorStatus.State.RESTORING, "StreamsException: at {\"content\":\"secret\"}");
    assertThat(Observations.of(trouble, answered()).reason())
        .contains("restoring", "StreamsException")
        .doesNotContain("secret");
    SinkStatus failed = sink(SinkStatus.State.FAILED, "cannot read \"secret\"");
    assertThat(Observations.of(failed, false).reason()).doesNotContain("secret");
    WaitingSink waiting = new WaitingSink("mongo", true, "secret");
    assertThat(Observations.of(waiting).reason()).doesNotContain("secret");
  }

  @Test
  void a_sink_without_work_is_not_ready_while_its_store_is_away() {
    SinkStatus running = sink(SinkStatus.State.RUNNING, "");
    assertThat(Observations.of(running, false).kind()).isEqualTo(Kind.RUNNING);
    assertThat(Observations.of(running, true).kind()).isEqualTo(Kind.WAITING);
    assertThat(Observations.of(running, true).reason()).contains("MongoDB");
  }

  @Test
  void a_sink_that_waits_for_anything_is_no_failure() {
    for (SinkStatus.State state :
        Set.of(SinkStatus.State.STARTING, SinkStatus.State.WAITING, SinkStatus.State.UNAVAILABLE)) {
      Observation observed = Observations.of(sink(state, "for a lock"), false);
      assertThat(observed.kind()).isEqualTo(Kind.WAITING);
      assertThat(observed.reason()).isEqualTo("for a lock");
    }
  }

  private static ProjectorStatus projector(ProjectorStatus.State state, @Nullable String reason) {
    return new ProjectorStatus(state, reason, new TreeSet<>());
  }

  private static ProjectorBacklog answered() {
    return new ProjectorBacklog(
        5, null, Map.of("agent-messages-0", 7L), Map.of("agent-messages-0", 2L), null);
  }

  private static SinkStatus sink(SinkStatus.State state, String reason) {
    return new SinkStatus(
        "mongo",
        1,
        state,
        reason,
        Set.of(0),
        Set.of(),
        Map.of(0, 3L),
        Map.of(0, 7L),
        null,
        new SinkCounts(0, 0, 0, 0, 0, 0, 0, 0, 0),
        0,
        null,
        5);
  }
}
