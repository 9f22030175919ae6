package io.sessionfold.chaos.oracle;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a record must have become.
 *
 * @param outcome {@code applied}, {@code duplicate} or {@code rejected}
 * @param session the session key, where the record belongs to one
 * @param revision of the change, or of the one that it repeats
 * @param message the message that it appended, replaced, redacted or measured
 * @param codes of a rejection, one of which is among its reasons; empty: any
 */
record Verdict(
    String outcome,
    @Nullable String session,
    long revision,
    @Nullable ModelMessage message,
    Set<String> codes) {
  static Verdict applied(String session, long revision, @Nullable ModelMessage message) {
    return new Verdict("applied", session, revision, message, Set.of());
  }

  static Verdict duplicate(String session, long revision) {
    return new Verdict("duplicate", session, revision, null, Set.of());
  }

  static Verdict rejected(@Nullable String session, String... codes) {
    return new Verdict("rejected", session, 0, null, Set.of(codes));
  }
}
