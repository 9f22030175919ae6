package io.sessionfold.chaos.oracle;

import org.jspecify.annotations.Nullable;

/**
 * What a reader was answered.
 *
 * @param session its key
 * @param revision 0: there was no such session
 * @param portrait what it said; absent if there was none
 * @param after the record that the answer had to include, {@code topic-partition-offset}; absent if
 *     the reader asked for nothing
 */
public record Sighting(
    String session, long revision, @Nullable Portrait portrait, @Nullable String after) {}
