package io.sessionfold.event;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session began, or was taken up again: it clears {@code closed_at}. The first value of a field
 * wins; metadata fills absent keys.
 */
public record SessionStarted(
    @Nullable String user,
    @Nullable String application,
    @Nullable String sessionType,
    @Nullable String title,
    @Nullable Map<String, JsonText> metadata,
    @Nullable JsonText ext)
    implements SessionEvent {

  static SessionStarted read(JsonText data) {
    Members m = new Members(data);
    return new SessionStarted(
        m.string("user"),
        m.string("application"),
        m.string("session_type"),
        m.string("title"),
        m.map("metadata"),
        m.verbatim("ext"));
  }

  @Override
  public EventType type() {
    return EventType.SESSION_STARTED;
  }

  @Override
  public JsonText data() {
    return new JsonWriter()
        .add("user", user)
        .add("application", application)
        .add("session_type", sessionType)
        .add("title", title)
        .add("metadata", metadata)
        .add("ext", ext)
        .done();
  }

  @Override
  public <R> R accept(EventVisitor<R> visitor) {
    return visitor.started(this);
  }
}
