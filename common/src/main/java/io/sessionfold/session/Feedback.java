package io.sessionfold.session;

import io.sessionfold.json.JsonText;
import java.time.Instant;

/**
 * One feedback.
 *
 * @param data verbatim, as published: {@code rating} and any others
 * @param createdAt the event's time
 */
public record Feedback(JsonText data, Instant createdAt) {}
