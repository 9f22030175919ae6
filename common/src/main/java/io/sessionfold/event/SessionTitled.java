package io.sessionfold.event;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A session was given another title. The last one counts, whatever it was started with. */
public record SessionTitled(String title, @Nullable JsonText ext) implements SessionEvent {

  static SessionTitled read(JsonText data) {
    Members m = new Members(data);
    return new SessionTitled(Objects.requireNonNull(m.string("title")), m.verbatim("ext"));
  }

  @Override
  public EventType type() {
    return EventType.SESSION_TITLED;
  }

  @Override
  public JsonText data() {
    return new JsonWriter().add("title", title).add("ext", ext).done();
  }

  @Override
  public <R> R accept(EventVisitor<R> visitor) {
    return visitor.titled(this);
  }
}
