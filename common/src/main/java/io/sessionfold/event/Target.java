package io.sessionfold.event;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** Names the message that an event is about. */
public sealed interface Target {
  /** Reads a {@code target}. */
  static Target read(JsonText json) {
    Members m = new Members(json);
    String event = m.string("event");
    return event != null
        ? new ByEvent(event, m.string("source"))
        : new ByIndex(m.required("agent").string(), m.required("index").integer());
  }

  /** The same, with the source that is meant where none is named. */
  default Target from(String source) {
    return this instanceof ByEvent by && by.source == null ? new ByEvent(by.event, source) : this;
  }

  /** The JSON of events and journal. */
  JsonText json();

  /**
   * The message that an event appended.
   *
   * @param event the CloudEvents id of the {@code message.appended}
   * @param source its source; if absent, the source of the event that carries the target
   */
  record ByEvent(String event, @Nullable String source) implements Target {
    @Override
    public JsonText json() {
      return new JsonWriter().add("event", event).add("source", source).done();
    }
  }

  /**
   * The message at a place.
   *
   * @param index the number of the message among its agent's, from 0
   */
  record ByIndex(String agent, long index) implements Target {
    @Override
    public JsonText json() {
      return new JsonWriter().add("agent", agent).add("index", index).done();
    }
  }
}
