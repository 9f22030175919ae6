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

/**
 * How the parts of one process are at one moment.
 *
 * @param sinks of the active generation, whose loops run
 * @param waiting those whose loops do not run yet
 * @param others the loops of other generations: nobody waits for them, so they are told of and do
 *     not count
 * @param waitingOthers those of other generations whose loops do not run yet
 */
public record PipelineStatus(
    @Nullable ProjectorStatus projector,
    List<SinkStatus> sinks,
    List<WaitingSink> waiting,
    List<SinkStatus> others,
    List<WaitingSink> waitingOthers) {
  /** Copies the lists. */
  public PipelineStatus {
    sinks = List.copyOf(sinks);
    waiting = List.copyOf(waiting);
    others = List.copyOf(others);
    waitingOthers = List.copyOf(waitingOthers);
  }

  /** Whether every part does what it is there for. */
  public boolean isReady() {
    return (projector == null || projector.state() == ProjectorStatus.State.RUNNING)
        && waiting.isEmpty()
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
    Stream<String> ofWaiting =
        waiting.stream().filter(WaitingSink::failed).map(w -> w.sink() + "-sink: " + w.reason());
    return Stream.of(ofProjector, ofSinks, ofWaiting).flatMap(each -> each).findFirst();
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
    Stream<String> ofWaiting =
        waiting.stream().map(w -> w.sink() + "-sink: " + w.state() + because(w.reason()));
    return Stream.of(ofProjector, ofSinks, ofWaiting).flatMap(each -> each).toList();
  }

  /**
   * The status as one object, as {@code status/*.json} has it.
   *
   * @param health where the process answers for its health; empty if it does not
   * @param parts what it would answer
   */
  public JsonText json(Instant at, String health, List<JsonText> parts) {
    return ProcessMark.own()
        .addTo(new JsonWriter().add("at", Times.format(at)))
        .add("health", health.isEmpty() ? null : health)
        .add("parts", parts)
        .add("projector", projector == null ? null : json(projector))
        .add(
            "sinks",
            Stream.of(
                    sinks.stream().map(PipelineStatus::json),
                    waiting.stream().map(WaitingSink::json),
                    others.stream().map(PipelineStatus::json),
                    waitingOthers.stream().map(WaitingSink::json))
                .flatMap(each -> each)
                .toList())
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
