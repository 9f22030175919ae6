package io.sessionfold.document;

import io.sessionfold.document.SessionChange.Entry;
import io.sessionfold.json.JsonText;
import io.sessionfold.session.Agent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a batch of changes did to one agent. */
final class AgentChange {
  private final String name;
  private final boolean isNew;
  private final long order;
  private Instant earliest;
  private Instant latest;
  private long messageCount;
  private final Map<String, Entry> parts = new LinkedHashMap<>();

  /** {@code order} is its place among the agents if it is new. */
  AgentChange(String name, boolean isNew, long order, Instant time) {
    this.name = name;
    this.isNew = isNew;
    this.order = order;
    this.earliest = time;
    this.latest = time;
  }

  void touched(Instant time) {
    earliest = time.isBefore(earliest) ? time : earliest;
    latest = time.isAfter(latest) ? time : latest;
  }

  void appended(long index) {
    messageCount = index + 1;
  }

  /** The last value of a part counts, and its place is that of its last write. */
  void synced(String part, JsonText value, long partOrder) {
    parts.remove(part);
    parts.put(part, new Entry(value, partOrder, true));
  }

  String name() {
    return name;
  }

  boolean isNew() {
    return isNew;
  }

  long order() {
    return order;
  }

  Instant earliest() {
    return earliest;
  }

  Instant latest() {
    return latest;
  }

  /** The count of its messages after the batch; 0 if the batch appended none. */
  long messageCount() {
    return messageCount;
  }

  /** Values by part; a JSON null clears. */
  Map<String, Entry> parts() {
    return parts;
  }

  /** The whole agent, if it is new. */
  Agent agent() {
    Map<String, JsonText> data = new LinkedHashMap<>();
    parts.forEach(
        (part, entry) -> {
          if (!entry.value().isNull()) {
            data.put(part, entry.value());
          }
        });
    return new Agent(name, earliest, latest, messageCount, data);
  }
}
