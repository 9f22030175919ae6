package io.sessionfold.http.gateway;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.ingest.EventEnvelope;
import io.sessionfold.json.JsonText;

/**
 * One event that a request asks to publish.
 *
 * @param envelope with an id and a source
 * @param pointer where it stands in the body; empty if it is all of it
 */
record PublishRequest(
    SessionKey session, EventType type, JsonText data, EventEnvelope envelope, String pointer) {}
