package io.sessionfold.projector.topology;

import io.sessionfold.event.SessionKey;
import io.sessionfold.sequence.Digest128;
import io.sessionfold.sequence.SeenKey;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Drops what was remembered of deleted sessions, bit by bit: there is no delete of a range, and one
 * transaction must not hold the deletes of a million events.
 */
final class Forgetting {
  private final KeyValueStore<Bytes, byte[]> marks;
  private final KeyValueStore<Bytes, byte[]> seen;
  private final KeyValueStore<Bytes, byte[]> pages;
  private final KeyValueStore<Bytes, byte[]> metadata;

  /** Saves idle tasks the walk over an empty store. */
  private boolean mayHaveMarks = true;

  Forgetting(
      KeyValueStore<Bytes, byte[]> marks,
      KeyValueStore<Bytes, byte[]> seen,
      KeyValueStore<Bytes, byte[]> pages,
      KeyValueStore<Bytes, byte[]> metadata) {
    this.marks = marks;
    this.seen = seen;
    this.pages = pages;
    this.metadata = metadata;
  }

  /**
   * Marks a deleted session. Its metadata goes at once, since it is content.
   *
   * @param pageCount how many pages may have facts
   */
  void begin(SessionKey session, long pageCount) {
    metadata.delete(StateKeys.session(session));
    marks.put(StateKeys.session(session), new ForgettingMark(pageCount, null).write());
    mayHaveMarks = true;
  }

  /** Drops at most {@code most} entries, of as many sessions as that reaches. */
  void step(int most) {
    if (!mayHaveMarks) {
      return;
    }
    int left = most;
    try (KeyValueIterator<Bytes, byte[]> marked = marks.all()) {
      while (left > 0 && marked.hasNext()) {
        KeyValue<Bytes, byte[]> mark = marked.next();
        left -= drop(mark.key, ForgettingMark.read(mark.value), left);
      }
      mayHaveMarks = marked.hasNext() || left == 0;
    }
  }

  private int drop(Bytes key, ForgettingMark mark, int most) {
    SessionKey session = StateKeys.session(key);
    Digest128 part = SeenKey.sessionPart(session);
    byte[] lastSeen = mark.lastSeen();
    int dropped = 0;
    try (KeyValueIterator<Bytes, byte[]> rest =
        seen.range(StateKeys.seenAfter(part, lastSeen), StateKeys.seenEnd(part))) {
      while (dropped < most && rest.hasNext()) {
        Bytes next = rest.next().key;
        seen.delete(next);
        lastSeen = next.get();
        dropped++;
      }
    }
    long pagesLeft = mark.pages();
    while (dropped < most && pagesLeft > 0) {
      pagesLeft--;
      pages.delete(StateKeys.page(session, pagesLeft));
      dropped++;
    }
    if (dropped < most) {
      marks.delete(key);
    } else {
      marks.put(key, new ForgettingMark(pagesLeft, lastSeen).write());
    }
    return dropped;
  }
}
