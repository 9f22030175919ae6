package io.sessionfold.projector.store;

import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.sink.Watermark;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Watermarks in memory, which can be made to fail. Thread-safe. */
public final class MemoryWatermarks implements Watermarks {
  private record Key(int generation, String sink, int partition) {}

  private final Map<Key, Watermark> stored = new HashMap<>();
  private boolean unavailable;
  private int raises;

  @Override
  public synchronized void raise(int generation, String sink, Map<Integer, Watermark> watermarks) {
    refuseIfUnavailable();
    raises++;
    watermarks.forEach(
        (partition, watermark) ->
            stored.merge(new Key(generation, sink, partition), watermark, Watermark::max));
  }

  @Override
  public synchronized Map<Integer, Watermark> read(
      int generation, String sink, Set<Integer> partitions) {
    refuseIfUnavailable();
    Map<Integer, Watermark> found = new TreeMap<>();
    for (Integer partition : partitions) {
      found.put(
          partition, stored.getOrDefault(new Key(generation, sink, partition), Watermark.NONE));
    }
    return found;
  }

  /** Makes every call fail until it is called with {@code false}. */
  public synchronized void setUnavailable(boolean away) {
    unavailable = away;
  }

  /** How often watermarks were raised. */
  public synchronized int raises() {
    return raises;
  }

  private void refuseIfUnavailable() {
    if (unavailable) {
      throw new StoreUnavailableException(
          "the watermarks are away: let them come back", new IllegalStateException("away"));
    }
  }
}
