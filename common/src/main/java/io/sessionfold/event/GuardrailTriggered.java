package io.sessionfold.event;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A guardrail acted on what an agent said or was told. */
public record GuardrailTriggered(
    String agent,
    String action,
    @Nullable Target target,
    @Nullable String stopReason,
    @Nullable List<JsonText> policiesTriggered,
    @Nullable JsonText ext)
    implements SessionEvent {

  static GuardrailTriggered read(JsonText data) {
    Members m = new Members(data);
    return new GuardrailTriggered(
        m.required("agent").string(),
        m.required("action").string(),
        m.target("target"),
        m.string("stop_reason"),
        m.list("policies_triggered"),
        m.verbatim("ext"));
  }

  @Override
  public EventType type() {
    return EventType.GUARDRAIL_TRIGGERED;
  }

  @Override
  public JsonText data() {
    return new JsonWriter()
        .add("agent", agent)
        .add("action", action)
        .add("target", target == null ? null : target.json())
        .add("stop_reason", stopReason)
        .add("policies_triggered", policiesTriggered)
        .add("ext", ext)
        .done();
  }

  @Override
  public <R> R accept(EventVisitor<R> visitor) {
    return visitor.guardrail(this);
  }

  /** The index of the message it is about, if the target gives one. */
  public @Nullable Long messageId() {
    return target instanceof Target.ByIndex at ? Long.valueOf(at.index()) : null;
  }
}
