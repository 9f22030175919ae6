package io.sessionfold.cli.pipeline;

import io.sessionfold.journal.Times;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.projector.runner.SinkStatus;
import io.sessionfold.projector.topology.ProjectorStatus;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the parts of one process are at one moment. */
public record PipelineStatus(@Nullable ProjectorStatus projector, List<SinkStatus> sinks) {
  /** Copies the list. */
  public PipelineStatus {
    sinks = List.copyOf(sinks);
  }

  /** Whether every part does what it is there for. */
  public boolean isReady() {
    return (projector == null || projector.state() == ProjectorStatus.State.RUNNING)
        && sinks.stream().allMatch(SinkStatus::isReady);
  }

  /** Why a part has ended for good, if one has. */
  public Optional<String> failure() {
    Stream<String> ofProjector =
        projector != null && projector.state() == ProjectorStatus.State.FAILED
            ? Stream.of("projector: " + projector.reason())
            : Stream.empty();
    Stream<String> ofSinks =
        sinks.stream()
            .filter(s -> s.state() == SinkStatus.State.FAILED)
            .map(s -> s.sink() + "-sink: " + s.reason());
    return Stream.concat(ofProjector, ofSinks).findFirst();
  }

  /** What is not ready, and why. */
  public List<String> waitingFor() {
    Stream<String> ofProjector =
        projector == null || projector.state() == ProjectorStatus.State.RUNNING
            ? Stream.empty()
            : Stream.of("projector: " + lower(projector.state()) + because(projector.reason()));
    Stream<String> ofSinks =
        sinks.stream()
            .filter(s -> !s.isReady())
            .map(s -> s.sink() + "-sink: " + lower(s.state()) + because(s.reason()));
    return Stream.concat(ofProjector, ofSinks).toList();
  }

  /** The status as one object, as {@code status/*.json} has it. */
  public JsonText json(Instant at) {
    return new JsonWriter()
        .add("at", Times.format(at))
        .add("pid", ProcessHandle.current().pid())
        .add("projector", projector == null ? null : json(projector))
        .add("sinks", sinks.stream().map(PipelineStatus::json).toList())
        .done();
  }

  private static JsonText json(ProjectorStatus status) {
    return new JsonWriter()
        .add("state", lower(status.state()))
        .add("reason", status.reason())
        .done();
  }

  private static JsonText json(SinkStatus status) {
    SinkStatus.ErrorSeen error = status.lastError();
    return new JsonWriter()
        .add("sink", status.sink())
        .add("generation", status.generation())
        .add("state", lower(status.state()))
        .add("reason", status.reason().isEmpty() ? null : status.reason())
        .add("records", status.counts().records())
        .add("lag", status.totalLag())
        .add("quarantined", status.quarantined())
        .add("last_error", error == null ? null : error.message())
        .add("last_error_at", error == null ? null : Times.format(error.at()))
        .done();
  }

  private static String because(@Nullable String reason) {
    return reason == null || reason.isEmpty() ? "" : ", " + reason;
  }

  private static String lower(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
