package io.sessionfold.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The record of the event log that a change is about.
 *
 * @param id CloudEvents id; absent if the record had none that can be kept
 * @param source CloudEvents source, likewise
 * @param time when it happened, as the fold takes it: the event's own time, or {@code recordedAt}
 *     where that is missing or more than five minutes ahead of it; milliseconds
 * @param topic the ingress topic
 * @param recordedAt when the broker appended the record; milliseconds
 */
public record EventRef(
    @Nullable String id,
    @Nullable String source,
    Instant time,
    String topic,
    int partition,
    long offset,
    Instant recordedAt) {}
