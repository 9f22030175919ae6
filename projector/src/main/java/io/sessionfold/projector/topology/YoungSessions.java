package io.sessionfold.projector.topology;

import io.sessionfold.sequence.Digest128;
import io.sessionfold.sequence.SeenKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The events of sessions whose first change this task made: all of them, so that an event that is
 * not among them was never seen, and the store, where such a question is the dearest step of
 * sequencing, need not be asked.
 *
 * <p>Only a no is answered here, from half of the event's hash; whatever else, the store decides. A
 * task is the only writer of its events, and one that is aborted starts with nothing. Sessions that
 * were left alone longest make room for others, and one with very many events is left to the store.
 */
final class YoungSessions {
  /** A session with more is old. */
  private static final int MOST_OF_ONE = 16 * 1024;

  private final int most;
  private final Map<Digest128, LongSet> events = new LinkedHashMap<>(16, 0.75f, true);
  private int size;

  /**
   * Knows nothing.
   *
   * @param most how many events are kept; about 16 bytes each
   */
  YoungSessions(int most) {
    this.most = most;
  }

  /** A session gets its first change: it has no events so far. */
  void born(Digest128 session) {
    forget(session);
    events.put(session, new LongSet());
  }

  /** Whether the event is known not to have been seen. */
  boolean neverSaw(SeenKey key) {
    LongSet of = events.get(key.session());
    return of != null && !of.contains(key.event().low());
  }

  /** The event is seen. */
  void saw(SeenKey key) {
    LongSet of = events.get(key.session());
    if (of == null) {
      return;
    }
    size += of.add(key.event().low()) ? 1 : 0;
    if (of.size() > MOST_OF_ONE) {
      forget(key.session());
    }
    while (size > most) {
      forget(events.keySet().iterator().next());
    }
  }

  private void forget(Digest128 session) {
    @Nullable LongSet of = events.remove(session);
    size -= of == null ? 0 : of.size();
  }
}
