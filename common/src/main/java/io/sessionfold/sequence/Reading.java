package io.sessionfold.sequence;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a record turned out to be.
 *
 * @param session the session that the key names, if it names one
 * @param id the id, where there is one of bearable size
 * @param reasons why it is not an event that can be sequenced; empty exactly if {@code event} is
 *     there
 */
public record Reading(
    @Nullable SessionKey session,
    @Nullable String id,
    @Nullable String source,
    @Nullable Instant time,
    @Nullable EventType type,
    @Nullable Integer version,
    @Nullable PublishedEvent event,
    List<Reason> reasons) {}
