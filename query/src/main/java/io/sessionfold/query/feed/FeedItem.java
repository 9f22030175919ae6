package io.sessionfold.query.feed;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import java.time.Instant;

/**
 * One applied change.
 *
 * @param token where to go on after it; opaque
 * @param revision of the session; a revision belongs to one journal
 * @param change the text of the change as the journal has it, one line; of a message that was
 *     redacted since, with the text of the redaction in place
 * @param recordedAt when the broker recorded the event; milliseconds
 */
public record FeedItem(
    String token,
    SessionKey session,
    long revision,
    EventType type,
    JsonText change,
    Instant recordedAt) {}
