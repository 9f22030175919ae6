package io.sessionfold.projector.topology;

import io.sessionfold.event.SessionKey;
import io.sessionfold.sequence.SessionHead;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The heads that were written last, decoded. A task is the only writer of its heads, and one that
 * is aborted starts with a new state, so what is here is what the store has.
 */
final class RecentHeads {
  /** Larger heads are rare, and a cache full of them would not be small. */
  private static final int LARGEST = 512;

  private final Map<SessionKey, SessionHead> heads;

  RecentHeads(int most) {
    heads =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<SessionKey, SessionHead> eldest) {
            return size() > most;
          }
        };
  }

  @Nullable SessionHead get(SessionKey session) {
    return heads.get(session);
  }

  /** Keeps a head, or forgets the session's if it is large. */
  void put(SessionKey session, SessionHead head, int encodedBytes) {
    if (encodedBytes <= LARGEST) {
      heads.put(session, head);
    } else {
      heads.remove(session);
    }
  }
}
