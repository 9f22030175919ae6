package io.sessionfold.query;

import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session in a list: everything that is small.
 *
 * @param sessionType as given, or {@link io.sessionfold.session.Session#DEFAULT_TYPE}
 * @param createdAt the earliest event time
 * @param updatedAt the latest
 * @param messageCount of all agents
 */
public record SessionSummary(
    SessionKey key,
    @Nullable String user,
    @Nullable String application,
    String sessionType,
    @Nullable String title,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant closedAt,
    long revision,
    long messageCount,
    Map<String, JsonText> metadata) {
  /** Copies the map. */
  public SessionSummary {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }
}
