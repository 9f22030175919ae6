package io.sessionfold.projector.topology;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/**
 * How far the state is restored: {@code sessionfold.projector.restore.remaining} records of the
 * changelogs, an upper bound since markers of transactions count, and {@code
 * sessionfold.projector.restored} so far. Thread-safe.
 */
final class RestoreProgress implements StateRestoreListener {
  private final Map<TopicPartition, Long> remaining = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
  private final Counter restored;

  RestoreProgress(MeterRegistry registry) {
    restored = registry.counter("sessionfold.projector.restored");
    registry.gauge("sessionfold.projector.restore.remaining", this, RestoreProgress::remaining);
  }

  double remaining() {
    return remaining.values().stream().mapToDouble(Long::doubleValue).sum();
  }

  @Override
  public void onRestoreStart(TopicPartition partition, String store, long start, long end) {
    ends.put(partition, end);
    remaining.put(partition, Math.max(end - start, 0));
  }

  @Override
  public void onBatchRestored(TopicPartition partition, String store, long offset, long records) {
    restored.increment((double) records);
    remaining.computeIfPresent(
        partition, (p, left) -> Math.max(ends.getOrDefault(p, 0L) - offset - 1, 0));
  }

  @Override
  public void onRestoreEnd(TopicPartition partition, String store, long records) {
    forget(partition);
  }

  @Override
  public void onRestoreSuspended(TopicPartition partition, String store, long records) {
    forget(partition);
  }

  private void forget(TopicPartition partition) {
    remaining.remove(partition);
    ends.remove(partition);
  }
}
