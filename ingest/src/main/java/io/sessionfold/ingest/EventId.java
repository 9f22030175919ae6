package io.sessionfold.ingest;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;

/**
 * Names an event on its way. It is all that is kept until the answer comes: the data of thousands
 * of buffered events would not be within the bound of the buffer.
 */
record EventId(SessionKey session, EventType type, String id, String source) {}
