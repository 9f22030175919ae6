package io.sessionfold.projector.runner;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What of the journal is not written yet: how much, and since when. Only the loop's thread calls
 * it.
 */
final class Backlog {
  /** By partition, a moment that no later record can have been recorded before. */
  private final Map<Integer, Instant> notBefore = new HashMap<>();

  /**
   * The backlog at one moment.
   *
   * @param next by partition, the first offset that is not written
   * @param lag records from there to the end, where it is known
   * @param since when the oldest of them was recorded, or the latest moment that it cannot have
   *     been recorded before; absent if there is none, or nothing is known of it
   */
  record Seen(Map<Integer, Long> next, Map<Integer, Long> lag, @Nullable Instant since) {}

  /** A record was written. */
  void written(JournalRecord record) {
    later(record.partition(), record.change().event().recordedAt());
  }

  private void later(int partition, Instant moment) {
    notBefore.merge(partition, moment, (a, b) -> a.isAfter(b) ? a : b);
  }

  /**
   * Looks at the open partitions.
   *
   * @param positions by partition, the next offset to read
   * @param buffered by partition, the first record that is read and not written
   * @param ends by partition, the end of what is committed, where it is known
   */
  Seen seen(
      Map<Integer, Long> positions,
      Map<Integer, JournalRecord> buffered,
      Map<Integer, Long> ends,
      Instant now) {
    notBefore.keySet().retainAll(positions.keySet());
    Map<Integer, Long> next = new TreeMap<>(positions);
    buffered.forEach((p, first) -> next.computeIfPresent(p, (n, read) -> first.offset()));
    Map<Integer, Long> lag = new TreeMap<>();
    Instant since = null;
    for (Map.Entry<Integer, Long> at : next.entrySet()) {
      int partition = at.getKey();
      JournalRecord first = buffered.get(partition);
      Long end = ends.get(partition);
      if (end != null || first != null) {
        long known = Math.max(end == null ? 0 : end, positions.get(partition));
        lag.put(partition, Math.max(known - at.getValue(), 0));
        since = earlier(since, since(partition, lag.get(partition), first, now));
      }
    }
    return new Seen(next, lag, since);
  }

  private @Nullable Instant since(
      int partition, long lag, @Nullable JournalRecord first, Instant now) {
    if (lag == 0) {
      later(partition, now);
      return null;
    }
    return first == null ? notBefore.get(partition) : first.change().event().recordedAt();
  }

  private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.isBefore(b) ? a : b;
  }
}
