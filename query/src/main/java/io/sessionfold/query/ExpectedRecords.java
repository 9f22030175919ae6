package io.sessionfold.query;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** A set of records of the event log, one bit each; what is removed gives its room back. */
final class ExpectedRecords {
  private static final int CHUNK_BITS = 16;

  /** {@code 1 << CHUNK_BITS} offsets of one partition. */
  private record Chunk(LogRecord first) {
    static Chunk of(LogRecord r) {
      return new Chunk(
          new LogRecord(r.topic(), r.partition(), r.offset() >> CHUNK_BITS << CHUNK_BITS));
    }

    int bit(LogRecord record) {
      return (int) (record.offset() - first.offset());
    }
  }

  private final Map<Chunk, BitSet> chunks = new HashMap<>();
  private long size;

  synchronized void add(LogRecord record) {
    Chunk chunk = Chunk.of(record);
    BitSet bits = chunks.computeIfAbsent(chunk, c -> new BitSet());
    if (!bits.get(chunk.bit(record))) {
      bits.set(chunk.bit(record));
      size++;
    }
  }

  /** Whether it was in. */
  synchronized boolean remove(LogRecord record) {
    Chunk chunk = Chunk.of(record);
    BitSet bits = chunks.get(chunk);
    if (bits == null || !bits.get(chunk.bit(record))) {
      return false;
    }
    bits.clear(chunk.bit(record));
    size--;
    if (bits.isEmpty()) {
      chunks.remove(chunk);
    }
    return true;
  }

  synchronized long size() {
    return size;
  }
}
