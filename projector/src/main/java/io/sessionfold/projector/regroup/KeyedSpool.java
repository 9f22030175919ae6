package io.sessionfold.projector.regroup;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Records that are given in any order and read back by key: all of a key are in one bucket, in the
 * order in which they were given. They lie on disk; a bucket has about a sixty-fourth of the keys.
 * Not thread-safe.
 */
public final class KeyedSpool implements AutoCloseable {
  private final ScratchDirectory scratch;
  private final Scatter scatter;

  /**
   * An empty one.
   *
   * @param parent of the directory for what is given
   * @param memory for buffers, while records are given
   */
  public KeyedSpool(Path parent, long memory) {
    this.scratch = new ScratchDirectory(parent);
    this.scatter = new Scatter(scratch, 0, memory);
  }

  /**
   * A record.
   *
   * @param kind what it is, to whoever reads it
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared: the arrays are handed on.
  public record Entry(byte[] key, long kind, byte[] value) {}

  /** Gives a record. */
  public void add(Entry entry) {
    scatter.add(new RawChange(entry.key(), entry.kind(), 0, entry.value()));
  }

  /** Walks over a bucket; may be walked again while it is visited. */
  public interface Walk {
    /** Shows all records of the bucket, in the order in which they were given. */
    void forEach(Consumer<Entry> visitor);
  }

  /** Shows every bucket once, after the last record was given. */
  public void forEachBucket(Consumer<Walk> visitor) {
    for (Bucket bucket : scatter.buckets()) {
      Supplier<Bucket.Records> reading = bucket::read;
      visitor.accept(each -> walk(reading.get(), each));
      bucket.delete();
    }
  }

  private static void walk(Bucket.Records records, Consumer<Entry> visitor) {
    try (records) {
      records.forEachRemaining(r -> visitor.accept(new Entry(r.key(), r.revision(), r.value())));
    }
  }

  /** Deletes what was given. */
  @Override
  public void close() {
    try (scratch) {
      scatter.close();
    }
  }
}
