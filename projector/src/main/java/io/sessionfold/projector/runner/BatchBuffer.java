package io.sessionfold.projector.runner;

import io.micrometer.core.instrument.Clock;
import io.sessionfold.journal.ChangeCodec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The records that were read and are not written yet, and when they are enough for a batch. */
final class BatchBuffer {
  private final SinkRunnerSettings settings;
  private final Clock clock;
  private final List<JournalRecord> records = new ArrayList<>();
  private final Map<Integer, JournalRecord> firsts = new HashMap<>();
  private long bytes;
  private long firstAt;

  BatchBuffer(SinkRunnerSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Adds a record of the journal.
   *
   * @throws JournalUnreadableException if it is not a change
   */
  void add(ConsumerRecord<byte[], byte[]> record) {
    if (records.isEmpty()) {
      firstAt = clock.monotonicTime();
    }
    JournalRecord decoded = decode(record);
    records.add(decoded);
    firsts.putIfAbsent(decoded.partition(), decoded);
    bytes += decoded.bytes();
  }

  /**
   * Decodes a record of the journal.
   *
   * @throws JournalUnreadableException if it is not a change
   */
  static JournalRecord decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      byte[] value = record.value();
      return new JournalRecord(
          record.partition(), record.offset(), value.length, ChangeCodec.read(value));
    } catch (RuntimeException e) {
      throw new JournalUnreadableException(record.topic(), record.partition(), record.offset(), e);
    }
  }

  /** Whether a batch has grown to one of its bounds. */
  boolean isFull() {
    return records.size() >= settings.maxChanges()
        || bytes >= settings.maxBytes()
        || remainingNanos() <= 0;
  }

  /** Whether more may be held, whatever the batch's age. */
  boolean hasRoom() {
    return records.size() < settings.maxChanges() && bytes < settings.maxBytes();
  }

  /** How long the batch may still grow. */
  long remainingNanos() {
    long age = records.isEmpty() ? 0 : clock.monotonicTime() - firstAt;
    return settings.maxAge().toNanos() - age;
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  List<JournalRecord> records() {
    return Collections.unmodifiableList(records);
  }

  /** By partition, the first of its records. */
  Map<Integer, JournalRecord> firsts() {
    return Collections.unmodifiableMap(firsts);
  }

  void clear() {
    records.clear();
    firsts.clear();
    bytes = 0;
  }

  /** Drops what belongs to these partitions: another member of the group reads it. */
  void drop(Set<Integer> partitions) {
    records.removeIf(record -> partitions.contains(record.partition()));
    firsts.keySet().removeAll(partitions);
    bytes = records.stream().mapToLong(JournalRecord::bytes).sum();
  }
}
