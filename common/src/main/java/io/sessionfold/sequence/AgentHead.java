package io.sessionfold.sequence;

import io.sessionfold.json.JsonText;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What sequencing remembers of an agent.
 *
 * @param nextIndex the index of its next message
 * @param lastCreatedAt {@code created_at} of its last message
 * @param dataBytes the size of each synced part that is set
 */
public record AgentHead(
    long nextIndex, @Nullable Instant lastCreatedAt, Map<String, Integer> dataBytes) {
  static final AgentHead NEW = new AgentHead(0, null, Map.of());

  /** Copies the map. */
  public AgentHead {
    dataBytes = Collections.unmodifiableMap(new TreeMap<>(dataBytes));
  }

  AgentHead appended(Instant createdAt) {
    return new AgentHead(nextIndex + 1, createdAt, dataBytes);
  }

  AgentHead synced(Map<String, JsonText> parts) {
    Map<String, Integer> sizes = new TreeMap<>(dataBytes);
    parts.forEach(
        (part, value) -> {
          if (value.isNull()) {
            sizes.remove(part);
          } else {
            sizes.put(part, value.utf8Length());
          }
        });
    return new AgentHead(nextIndex, lastCreatedAt, sizes);
  }

  int totalBytes() {
    return dataBytes.values().stream().mapToInt(Integer::intValue).sum();
  }
}
