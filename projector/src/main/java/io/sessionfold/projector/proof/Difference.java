package io.sessionfold.projector.proof;

import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A session of which a projection does not say what the log says.
 *
 * @param partition of the journal
 * @param source what differs from the log; the log itself if it is what cannot be read
 * @param revision that the source has; 0 if it has none
 * @param logRevision that it is compared with; 0 if the log has none
 * @param pointer RFC 6901, of the first difference in the canonical form, its messages under {@code
 *     /messages}; absent if the kind says it all
 * @param found what the source has there; absent if it has nothing
 * @param expected what the log has there, likewise
 * @param message what is to be told beside that, with the remedy; may be empty
 */
public record Difference(
    SessionKey session,
    int partition,
    Source source,
    Kind kind,
    long revision,
    long logRevision,
    @Nullable String pointer,
    @Nullable JsonText found,
    @Nullable JsonText expected,
    String message) {
  /** What is wrong. */
  public enum Kind {
    /** It says something else at the same revision. */
    DIFFERENT,
    /** The source does not have the session. */
    MISSING,
    /** The log does not have the session, or not so many changes of it. */
    UNKNOWN,
    /** It lacks changes that the sink has passed. */
    STALE,
    /** It cannot be read. */
    DAMAGED,
    /** Its sink leaves it out. */
    QUARANTINED,
    /** It changed so often that it could not be compared. */
    UNSETTLED;

    /** The name in output, lower case. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
