package io.sessionfold.projector.proof;

import io.sessionfold.projector.store.Watermarks;
import io.sessionfold.sink.Watermark;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** How far one sink is, and waiting until it is far enough. */
record SinkPositions(Watermarks watermarks, int generation, Source source) {
  private static final long PAUSE = Duration.ofMillis(100).toNanos();

  /** Whether it has ever read anything of these partitions. */
  boolean isUsed(Map<Integer, Long> ends) {
    return read(ends).values().stream().anyMatch(mark -> mark.journal() > 0);
  }

  private Map<Integer, Watermark> read(Map<Integer, Long> ends) {
    return watermarks.read(generation, source.sink(), ends.keySet());
  }

  /**
   * Returns when it has read and written everything before these ends.
   *
   * @throws ProofException if it has not in time
   */
  void await(Map<Integer, Long> ends, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Map<Integer, Watermark> marks = read(ends);
      Map.Entry<Integer, Long> behind =
          ends.entrySet().stream()
              .filter(end -> position(marks, end.getKey()) < end.getValue())
              .findFirst()
              .orElse(null);
      if (behind == null) {
        return;
      }
      if (System.nanoTime() - deadline >= 0) {
        throw behind(
            behind.getKey(), behind.getValue() - position(marks, behind.getKey()), patience);
      }
      LockSupport.parkNanos(PAUSE);
      if (Thread.currentThread().isInterrupted()) {
        throw new ProofException("interrupted while waiting for sink " + source.sink());
      }
    }
  }

  private static long position(Map<Integer, Watermark> marks, int partition) {
    return marks.getOrDefault(partition, Watermark.NONE).journal();
  }

  private ProofException behind(int partition, long lag, Duration patience) {
    return new ProofException(
        String.format(
            "sink %s of generation %d is %,d records behind on partition %d after %s s: see that it"
                + " runs (`sessionfold status`), wait longer (--wait), or leave it out (--only)",
            source.sink(), generation, lag, partition, patience.toSeconds()));
  }
}
