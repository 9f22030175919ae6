package io.sessionfold.event;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** A session was closed. A label: it rejects nothing. */
public record SessionClosed(@Nullable String reason, @Nullable JsonText ext)
    implements SessionEvent {

  static SessionClosed read(JsonText data) {
    Members m = new Members(data);
    return new SessionClosed(m.string("reason"), m.verbatim("ext"));
  }

  @Override
  public EventType type() {
    return EventType.SESSION_CLOSED;
  }

  @Override
  public JsonText data() {
    return new JsonWriter().add("reason", reason).add("ext", ext).done();
  }

  @Override
  public <R> R accept(EventVisitor<R> visitor) {
    return visitor.closed(this);
  }
}
