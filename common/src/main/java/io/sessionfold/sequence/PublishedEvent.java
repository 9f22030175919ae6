package io.sessionfold.sequence;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionEvent;
import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that is well formed: everything that can be said without knowing its session.
 *
 * @param time the producer's, if it gave one
 * @param data as published, verbatim
 * @param event the same, typed
 */
public record PublishedEvent(
    SessionKey session,
    String id,
    String source,
    @Nullable Instant time,
    EventType type,
    int version,
    JsonText data,
    SessionEvent event) {}
