package io.sessionfold.projector.mongo;

import io.sessionfold.event.SessionKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this sink wrote last to the sessions that it wrote last: it spares reading, and nothing
 * depends on it, since the fence decides. Bounded.
 */
final class Hints {
  /** The last write to a session. */
  record Hint(long revision, long page) {}

  private static final int MOST = 50_000;

  private final Map<SessionKey, Hint> hints =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SessionKey, Hint> eldest) {
          return size() > MOST;
        }
      };

  void put(SessionKey session, long revision, long page) {
    hints.put(session, new Hint(revision, page));
  }

  /** The open page of a session of that revision, if it is known. */
  @Nullable Long page(SessionKey session, long revision) {
    Hint hint = hints.get(session);
    return hint == null || hint.revision() != revision ? null : Long.valueOf(hint.page());
  }

  void clear() {
    hints.clear();
  }
}
