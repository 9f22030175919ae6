package io.sessionfold.event;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * A message was corrected: the new one stands in its place, with its times and usage kept.
 *
 * @param format the new message's; absent: as before
 */
public record MessageReplaced(
    Target target,
    JsonText message,
    @Nullable MessageFormat format,
    @Nullable String reason,
    @Nullable JsonText ext)
    implements SessionEvent {

  static MessageReplaced read(JsonText data) {
    Members m = new Members(data);
    return new MessageReplaced(
        Target.read(m.required("target")),
        m.required("message"),
        m.has("format") ? MessageFormat.named(m.required("format").string()) : null,
        m.string("reason"),
        m.verbatim("ext"));
  }

  @Override
  public EventType type() {
    return EventType.MESSAGE_REPLACED;
  }

  @Override
  public JsonText data() {
    return new JsonWriter()
        .add("target", target.json())
        .add("message", message)
        .add("format", format == null ? null : format.wireName())
        .add("reason", reason)
        .add("ext", ext)
        .done();
  }

  @Override
  public <R> R accept(EventVisitor<R> visitor) {
    return visitor.replaced(this);
  }
}
