package io.sessionfold.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some entries of a timeline, in the direction of the query.
 *
 * @param cursor for {@link TimelineQuery#cursor(String)}: opaque, good in both directions, and for
 *     as long as the session is there; absent if there are no entries
 * @param more whether there were entries behind it when this was read
 * @param revision of the session when this was read; 0 if it is not there or is deleted
 */
public record TimelinePage(
    List<TimelineEntry> entries, @Nullable String cursor, boolean more, long revision) {
  /** Of a session that is not there. */
  static final TimelinePage NONE = new TimelinePage(List.of(), null, false, 0);

  /** Copies the list. */
  public TimelinePage {
    entries = List.copyOf(entries);
  }
}
