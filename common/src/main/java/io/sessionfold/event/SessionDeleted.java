package io.sessionfold.event;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** A session was deleted, for good: whatever follows is rejected. */
public record SessionDeleted(@Nullable String reason, @Nullable JsonText ext)
    implements SessionEvent {

  static SessionDeleted read(JsonText data) {
    Members m = new Members(data);
    return new SessionDeleted(m.string("reason"), m.verbatim("ext"));
  }

  @Override
  public EventType type() {
    return EventType.SESSION_DELETED;
  }

  @Override
  public JsonText data() {
    return new JsonWriter().add("reason", reason).add("ext", ext).done();
  }

  @Override
  public <R> R accept(EventVisitor<R> visitor) {
    return visitor.deleted(this);
  }
}
