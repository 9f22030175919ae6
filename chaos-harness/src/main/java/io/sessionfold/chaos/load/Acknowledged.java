package io.sessionfold.chaos.load;

import org.jspecify.annotations.Nullable;

/**
 * A record that the broker has acknowledged: from then on it may not be lost.
 *
 * @param key the record's, where it has one; of a good event it is the session's
 * @param id the event's, where it has one
 */
public record Acknowledged(
    String topic, int partition, long offset, @Nullable String key, @Nullable String id) {}
