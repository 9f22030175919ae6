package io.sessionfold.session;

import io.sessionfold.json.JsonText;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One agent of a session.
 *
 * @param createdAt the earliest time of its events
 * @param updatedAt the latest
 * @param messageCount how many messages were appended to it
 * @param data what it needs to resume, verbatim by the name in its document ({@code state}, {@code
 *     conversation_manager_state}, {@code _internal_state}, {@code model}, {@code system_prompt},
 *     {@code prompt_metadata}); what is cleared or was never given is absent
 */
public record Agent(
    String name,
    Instant createdAt,
    Instant updatedAt,
    long messageCount,
    Map<String, JsonText> data) {
  /** Copies the map. */
  public Agent {
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
  }

  static Agent first(String name, Instant time) {
    return new Agent(name, time, time, 0, Map.of());
  }

  Agent touched(Instant time) {
    return new Agent(
        name,
        SessionFold.earlier(createdAt, time),
        SessionFold.later(updatedAt, time),
        messageCount,
        data);
  }

  Agent withMessage(Instant time) {
    Agent t = touched(time);
    return new Agent(name, t.createdAt, t.updatedAt, messageCount + 1, data);
  }

  Agent synced(Map<String, JsonText> parts, Instant time) {
    Agent t = touched(time);
    Map<String, JsonText> synced = new LinkedHashMap<>(data);
    parts.forEach(
        (part, value) -> {
          // Out and in again, so that the order is that of the last write in every projection.
          synced.remove(part);
          if (!value.isNull()) {
            synced.put(part, value);
          }
        });
    return new Agent(name, t.createdAt, t.updatedAt, messageCount, synced);
  }
}
