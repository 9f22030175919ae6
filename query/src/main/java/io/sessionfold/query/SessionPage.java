package io.sessionfold.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some sessions, in the order of the query. Deleted ones are never among them.
 *
 * @param cursor for {@link SessionQuery#cursor(String)}; opaque, and good for the same query only;
 *     absent after the last page
 */
public record SessionPage(List<SessionSummary> sessions, @Nullable String cursor) {
  /** Copies the list. */
  public SessionPage {
    sessions = List.copyOf(sessions);
  }
}
