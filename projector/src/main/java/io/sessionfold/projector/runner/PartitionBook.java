package io.sessionfold.projector.runner;

import io.sessionfold.journal.EventRef;
import io.sessionfold.sink.Watermark;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The partitions that are assigned to a loop. Each is in one of three stages: <em>waiting</em>
 * until the sink has acquired it, <em>acquired</em> until its watermark and marks are read, then
 * <em>owned</em>: only then its records are read and written.
 */
final class PartitionBook {
  private final Set<Integer> waiting = new TreeSet<>();
  private final Set<Integer> acquired = new TreeSet<>();
  private final Map<Integer, Progress> owned = new TreeMap<>();

  void assigned(Collection<Integer> partitions) {
    waiting.addAll(partitions);
  }

  void acquired(Set<Integer> partitions) {
    waiting.removeAll(partitions);
    acquired.addAll(partitions);
  }

  void opened(Map<Integer, Watermark> stored) {
    stored.forEach((partition, watermark) -> owned.put(partition, Progress.from(watermark)));
    acquired.removeAll(stored.keySet());
  }

  void remove(Set<Integer> partitions) {
    waiting.removeAll(partitions);
    acquired.removeAll(partitions);
    owned.keySet().removeAll(partitions);
  }

  Set<Integer> waiting() {
    return Set.copyOf(waiting);
  }

  Set<Integer> acquired() {
    return Set.copyOf(acquired);
  }

  Set<Integer> owned() {
    return Set.copyOf(owned.keySet());
  }

  /** Those that are not read yet. */
  Set<Integer> unopened() {
    Set<Integer> unopened = new TreeSet<>(waiting);
    unopened.addAll(acquired);
    return unopened;
  }

  Set<Integer> all() {
    Set<Integer> all = new HashSet<>(owned.keySet());
    all.addAll(unopened());
    return all;
  }

  /** A change about {@code event} on {@code partition} was written. */
  void written(int partition, EventRef event) {
    owned.computeIfPresent(partition, (p, progress) -> progress.past(event));
  }

  /** Everything before these positions was written. */
  void at(Map<Integer, Long> positions) {
    positions.forEach(
        (partition, position) ->
            owned.computeIfPresent(partition, (p, progress) -> progress.at(position)));
  }

  /** Those of these positions whose partitions are owned. */
  Map<Integer, Long> positions(Map<Integer, Long> positions) {
    Map<Integer, Long> ofOwned = new TreeMap<>(positions);
    ofOwned.keySet().retainAll(owned.keySet());
    return ofOwned;
  }

  /** The watermarks that are higher than what is stored. */
  Map<Integer, Watermark> ahead() {
    Map<Integer, Watermark> ahead = new TreeMap<>();
    owned.forEach(
        (partition, progress) -> {
          if (progress.isAhead()) {
            ahead.put(partition, progress.reached());
          }
        });
    return ahead;
  }

  /** Everything reached is stored. */
  void stored() {
    owned.replaceAll((partition, progress) -> progress.stored());
  }

  /** What was reached on a partition is lost; answers where it has to be read again from. */
  long lost(int partition) {
    Progress progress = owned.computeIfPresent(partition, (p, before) -> before.lost());
    return progress == null ? 0 : progress.raised().journal();
  }

  /** The stored journal positions. */
  Map<Integer, Long> raised() {
    Map<Integer, Long> raised = new TreeMap<>();
    owned.forEach((partition, progress) -> raised.put(partition, progress.raised().journal()));
    return raised;
  }
}
