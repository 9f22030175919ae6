package io.sessionfold.event;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * What a model call cost became known after its message. Usage and metrics add; the event loop
 * metrics replace what was there, since they are running totals.
 *
 * @param eventLoopMetrics verbatim
 */
public record MessageMeasured(
    Target target,
    @Nullable String model,
    @Nullable Usage usage,
    @Nullable Metrics metrics,
    @Nullable JsonText eventLoopMetrics,
    @Nullable JsonText ext)
    implements SessionEvent {

  static MessageMeasured read(JsonText data) {
    Members m = new Members(data);
    return new MessageMeasured(
        Target.read(m.required("target")),
        m.string("model"),
        m.usage("usage"),
        m.metrics("metrics"),
        m.verbatim("event_loop_metrics"),
        m.verbatim("ext"));
  }

  @Override
  public EventType type() {
    return EventType.MESSAGE_MEASURED;
  }

  @Override
  public JsonText data() {
    return new JsonWriter()
        .add("target", target.json())
        .add("model", model)
        .add("usage", usage == null ? null : usage.json())
        .add("metrics", metrics == null ? null : metrics.json())
        .add("event_loop_metrics", eventLoopMetrics)
        .add("ext", ext)
        .done();
  }

  @Override
  public <R> R accept(EventVisitor<R> visitor) {
    return visitor.measured(this);
  }
}
