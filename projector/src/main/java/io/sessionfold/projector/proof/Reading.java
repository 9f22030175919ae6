package io.sessionfold.projector.proof;

import io.sessionfold.event.SessionKey;
import io.sessionfold.proof.SessionOutline;
import org.jspecify.annotations.Nullable;

/**
 * One session as a projection has it.
 *
 * @param outline absent if it could not be read: the entry says why
 */
record Reading(Entry entry, @Nullable SessionOutline outline) {
  static Reading of(SessionKey session, long revision, SessionOutline outline) {
    return new Reading(Entry.of(session, revision, outline.messages(), outline.digest()), outline);
  }
}
