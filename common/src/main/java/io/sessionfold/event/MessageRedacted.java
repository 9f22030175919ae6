package io.sessionfold.event;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message must not be shown as it was: its content is overwritten everywhere.
 *
 * @param redactMessage verbatim, what stands in its place; absent: a text in the shape of the
 *     message's format
 */
public record MessageRedacted(
    Target target,
    @Nullable JsonText redactMessage,
    @Nullable String reason,
    @Nullable String action,
    @Nullable String stopReason,
    @Nullable List<JsonText> policiesTriggered,
    @Nullable JsonText ext)
    implements SessionEvent {

  static MessageRedacted read(JsonText data) {
    Members m = new Members(data);
    return new MessageRedacted(
        Target.read(m.required("target")),
        m.verbatim("redact_message"),
        m.string("reason"),
        m.string("action"),
        m.string("stop_reason"),
        m.list("policies_triggered"),
        m.verbatim("ext"));
  }

  @Override
  public EventType type() {
    return EventType.MESSAGE_REDACTED;
  }

  @Override
  public JsonText data() {
    return new JsonWriter()
        .add("target", target.json())
        .add("redact_message", redactMessage)
        .add("reason", reason)
        .add("action", action)
        .add("stop_reason", stopReason)
        .add("policies_triggered", policiesTriggered)
        .add("ext", ext)
        .done();
  }

  @Override
  public <R> R accept(EventVisitor<R> visitor) {
    return visitor.redacted(this);
  }

  /** The same redaction with the default text and without its details: it adds next to nothing. */
  public MessageRedacted withDefaultText() {
    return new MessageRedacted(target, null, null, null, null, null, null);
  }
}
