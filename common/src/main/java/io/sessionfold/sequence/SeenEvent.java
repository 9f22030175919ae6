package io.sessionfold.sequence;

import org.jspecify.annotations.Nullable;

/**
 * What is remembered of an applied event.
 *
 * @param revision the revision that it got
 * @param content the hash of what it said
 * @param agent of appended messages
 * @param index of appended messages
 */
public record SeenEvent(
    long revision,
    Digest128 content,
    @Nullable Long seq,
    @Nullable String agent,
    @Nullable Long index) {}
