package io.sessionfold.projector.runner;

import io.sessionfold.store.Hold;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Stops a loop where it is held. It asks after each poll that brought something, before any of it
 * may be written, and each time while it is held. What lies behind a hold is read again once the
 * hold has ended. Only the loop's thread calls it.
 */
final class Brake {
  private final HoldSource source;
  private final JournalReader reader;
  private List<Hold> holds = List.of();

  Brake(HoldSource source, JournalReader reader) {
    this.source = source;
    this.reader = reader;
  }

  /**
   * Of what was polled, the records that may be written.
   *
   * @param before the positions before the poll
   */
  List<ConsumerRecord<byte[], byte[]>> admit(
      ConsumerRecords<byte[], byte[]> polled, Map<Integer, Long> before) {
    if (polled.isEmpty() && holds.isEmpty()) {
      return List.of();
    }
    boolean asked = false;
    try {
      holds = source.now();
      asked = true;
    } finally {
      if (!asked) {
        before.forEach(reader::seek);
      }
    }
    return holds.isEmpty() ? all(polled) : upToLimits(polled, before);
  }

  private static List<ConsumerRecord<byte[], byte[]>> all(ConsumerRecords<byte[], byte[]> polled) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(polled.count());
    polled.forEach(records::add);
    return records;
  }

  private List<ConsumerRecord<byte[], byte[]>> upToLimits(
      ConsumerRecords<byte[], byte[]> polled, Map<Integer, Long> before) {
    List<ConsumerRecord<byte[], byte[]>> admitted = new ArrayList<>();
    for (TopicPartition partition : polled.partitions()) {
      long limit = limit(partition.partition());
      for (ConsumerRecord<byte[], byte[]> record : polled.records(partition)) {
        if (record.offset() < limit) {
          admitted.add(record);
        }
      }
    }
    // Without records too: a position passes the markers of transactions.
    Map<Integer, Long> after = new TreeMap<>(reader.positions());
    after.forEach(
        (partition, position) -> {
          long limit = Math.max(limit(partition), before.getOrDefault(partition, position));
          if (position > limit) {
            reader.seek(partition, limit);
          }
        });
    return admitted;
  }

  private long limit(int partition) {
    return holds.stream().mapToLong(hold -> hold.limit(partition)).min().orElse(Long.MAX_VALUE);
  }

  /** These partitions, and those that stand at their limit: they are not to be read now. */
  Set<Integer> with(Set<Integer> unopened) {
    Set<Integer> paused = new TreeSet<>(unopened);
    if (!holds.isEmpty()) {
      reader
          .positions()
          .forEach(
              (partition, position) -> {
                if (position >= limit(partition)) {
                  paused.add(partition);
                }
              });
    }
    return paused;
  }

  /** Why the loop is held; absent while it is not. */
  @Nullable String reason() {
    return holds.isEmpty()
        ? null
        : "it is held at one place of the journal, until "
            + holds.get(0).until()
            + " at the latest, while its generation is proved or swapped";
  }
}
