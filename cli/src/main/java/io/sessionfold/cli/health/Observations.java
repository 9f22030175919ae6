package io.sessionfold.cli.health;

import io.sessionfold.cli.health.Observation.At;
import io.sessionfold.cli.health.Observation.Kind;
import io.sessionfold.cli.pipeline.Pipeline;
import io.sessionfold.cli.pipeline.PipelineStatus;
import io.sessionfold.cli.pipeline.WaitingSink;
import io.sessionfold.cli.web.ServedPart;
import io.sessionfold.cli.web.WebService;
import io.sessionfold.projector.runner.SinkStatus;
import io.sessionfold.projector.topology.ProjectorBacklog;
import io.sessionfold.projector.topology.ProjectorStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the parts of a pipeline say, in the terms in which health is judged. */
final class Observations {
  /** A message of a library may hold what it choked on, and health is told to everybody. */
  private static final String SEE_THE_LOG = "it ended with an error: standard error says which";

  private static final String NO_PRIMARY =
      "MongoDB has no server to write to that answers: check that it runs, can be reached and has"
          + " a primary; it is tried again until it works";

  private Observations() {}

  static List<Observation> of(Pipeline pipeline, WebService web) {
    PipelineStatus status = pipeline.status();
    List<Observation> all = new ArrayList<>();
    ProjectorStatus projector = status.projector();
    ProjectorBacklog backlog = pipeline.projectorBacklog();
    if (projector != null && backlog != null) {
      all.add(of(projector, backlog));
    }
    boolean storeAway = pipeline.isStoreAway();
    status.sinks().forEach(sink -> all.add(of(sink, storeAway)));
    status.waiting().forEach(sink -> all.add(of(sink)));
    web.parts().forEach(part -> all.add(of(part)));
    return all;
  }

  /** What is served has no work of its own to stand still before. */
  static Observation of(ServedPart part) {
    return new Observation(
        part.part().commandName(),
        part.isReady() ? Kind.RUNNING : Kind.WAITING,
        part.state().toString(),
        part.reason(),
        part.saidAt(),
        Map.of(),
        null);
  }

  static Observation of(ProjectorStatus status, ProjectorBacklog backlog) {
    boolean silent = status.state() == ProjectorStatus.State.RUNNING && backlog.silence() != null;
    Kind kind =
        switch (status.state()) {
          case RUNNING -> silent ? Kind.WAITING : Kind.RUNNING;
          case STARTING, RESTORING, STOPPED -> Kind.WAITING;
          case FAILED -> Kind.FAILED;
        };
    return new Observation(
        "projector",
        kind,
        silent ? "unavailable" : lower(status.state()),
        silent ? String.valueOf(backlog.silence()) : reason(kind, status),
        backlog.askedAt(),
        merged(backlog.positions(), backlog.lag()),
        backlog.since());
  }

  private static String reason(Kind kind, ProjectorStatus status) {
    String reason = status.reason();
    return switch (kind) {
      case RUNNING -> "";
      case FAILED -> SEE_THE_LOG;
      case WAITING ->
          reason == null
              ? lower(status.state())
              : lower(status.state()) + ", after " + type(reason) + "; the log has more";
    };
  }

  private static String type(String reason) {
    int colon = reason.indexOf(':');
    return colon < 0 ? "a trouble" : reason.substring(0, colon);
  }

  static Observation of(SinkStatus status, boolean storeAway) {
    boolean away = storeAway && status.isReady();
    Kind kind =
        switch (status.state()) {
          case RUNNING -> away ? Kind.WAITING : Kind.RUNNING;
          case STARTING, HELD, WAITING, UNAVAILABLE, STOPPED -> Kind.WAITING;
          case FAILED -> Kind.FAILED;
        };
    return new Observation(
        status.sink() + "-sink",
        kind,
        away ? "unavailable" : lower(status.state()),
        away ? NO_PRIMARY : kind == Kind.FAILED ? SEE_THE_LOG : status.reason(),
        status.turnedAt(),
        merged(status.positions(), status.lag()),
        status.behindSince());
  }

  static Observation of(WaitingSink sink) {
    return new Observation(
        sink.sink() + "-sink",
        sink.failed() ? Kind.FAILED : Kind.WAITING,
        sink.failed() ? "failed" : "unavailable",
        sink.failed() ? SEE_THE_LOG : sink.reason(),
        sink.saidAt(),
        Map.of(),
        null);
  }

  private static <P> Map<String, At> merged(Map<P, Long> positions, Map<P, Long> lag) {
    Map<String, At> merged = new HashMap<>();
    positions.forEach(
        (partition, position) -> {
          Long left = lag.get(partition);
          if (left != null) {
            merged.put(partition.toString(), new At(position, left));
          }
        });
    return merged;
  }

  private static String lower(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
