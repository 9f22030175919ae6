package io.sessionfold.event;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * A whole message was added to an agent's conversation. Tool pairs are never checked on write.
 *
 * @param message verbatim, an object with a {@code role}
 * @param expectedIndex the index that the message must get, else it is rejected {@code conflict}
 * @param ext anything of the producer's own, kept
 */
public record MessageAppended(
    String agent,
    JsonText message,
    MessageFormat format,
    @Nullable String turn,
    @Nullable String model,
    @Nullable String finishReason,
    @Nullable Usage usage,
    @Nullable Metrics metrics,
    @Nullable Long expectedIndex,
    @Nullable JsonText ext)
    implements SessionEvent {

  static MessageAppended read(JsonText data) {
    Members m = new Members(data);
    return new MessageAppended(
        m.required("agent").string(),
        m.required("message"),
        MessageFormat.named(m.required("format").string()),
        m.string("turn"),
        m.string("model"),
        m.string("finish_reason"),
        m.usage("usage"),
        m.metrics("metrics"),
        m.integer("expected_index"),
        m.verbatim("ext"));
  }

  @Override
  public EventType type() {
    return EventType.MESSAGE_APPENDED;
  }

  @Override
  public JsonText data() {
    return new JsonWriter()
        .add("agent", agent)
        .add("message", message)
        .add("format", format.wireName())
        .add("turn", turn)
        .add("model", model)
        .add("finish_reason", finishReason)
        .add("usage", usage == null ? null : usage.json())
        .add("metrics", metrics == null ? null : metrics.json())
        .add("expected_index", expectedIndex)
        .add("ext", ext)
        .done();
  }

  @Override
  public <R> R accept(EventVisitor<R> visitor) {
    return visitor.appended(this);
  }

  /** A message with nothing but what every message has. */
  public static MessageAppended of(String agent, MessageFormat format, JsonText message) {
    return new MessageAppended(agent, message, format, null, null, null, null, null, null, null);
  }
}
