package io.sessionfold.projector.store;

import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.store.QuarantineMark;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;

/** Marks in memory, which can be made to fail. Thread-safe. */
public final class MemoryQuarantine implements Quarantine {
  private final Map<BsonDocument, QuarantineMark> stored = new LinkedHashMap<>();
  private boolean unavailable;

  @Override
  public synchronized void mark(Collection<QuarantineMark> marks) {
    refuseIfUnavailable();
    marks.forEach(mark -> stored.merge(mark.id(), mark, QuarantineMark::merge));
  }

  private void refuseIfUnavailable() {
    if (unavailable) {
      throw new StoreUnavailableException(
          "the quarantine is away: let it come back", new IllegalStateException("away"));
    }
  }

  @Override
  public synchronized List<QuarantineMark> read(
      int generation, String sink, Set<Integer> partitions) {
    return stored.values().stream()
        .filter(m -> m.generation() == generation && m.sink().equals(sink))
        .filter(m -> partitions.contains(m.partition()))
        .toList();
  }

  @Override
  public synchronized List<QuarantineMark> all() {
    return List.copyOf(stored.values());
  }

  @Override
  public synchronized boolean request(QuarantineMark mark, Instant at) {
    return stored.computeIfPresent(mark.id(), (id, m) -> m.requested(at)) != null;
  }

  @Override
  public synchronized List<QuarantineMark> requested(int generation, String sink) {
    return stored.values().stream()
        .filter(m -> m.generation() == generation && m.sink().equals(sink))
        .filter(m -> m.release().requestedAt() != null)
        .toList();
  }

  @Override
  public synchronized void fail(QuarantineMark failed) {
    refuseIfUnavailable();
    stored.replace(failed.id(), failed);
  }

  @Override
  public synchronized void remove(QuarantineMark released) {
    refuseIfUnavailable();
    stored.remove(released.id());
  }

  /** Makes marking fail until it is called with {@code false}. */
  public synchronized void setUnavailable(boolean away) {
    unavailable = away;
  }
}
