package io.sessionfold.projector.regroup;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Groups records by session within a budget: in memory while they fit, then in buckets on disk, one
 * of which is in memory at a time. A bucket that does not fit is split by another hash, one of a
 * single session is never held whole.
 */
final class SessionGroups implements AutoCloseable {
  private final ScratchDirectory scratch;
  private final long memory;
  private final int splits;
  private final Slabs slabs = new Slabs();
  private @Nullable MemoryGroups held;
  private @Nullable Scatter scatter;

  /**
   * Groups within so many bytes.
   *
   * @param splits how often a bucket is split before its sessions are read out one by one, however
   *     often that reads it
   */
  SessionGroups(ScratchDirectory scratch, long memory, int splits) {
    this.scratch = scratch;
    this.memory = memory;
    this.splits = splits;
  }

  void add(RawChange change) {
    if (scatter != null) {
      scatter.add(change);
      return;
    }
    MemoryGroups groups = held == null ? new MemoryGroups(slabs) : held;
    groups.add(change);
    held = groups;
    if (groups.bytes() > shared()) {
      scatter = new Scatter(scratch, 0, shared());
      groups.forEach(scatter::add);
      groups.release();
      held = null;
    }
  }

  /** What leaves room for the buffers of a scatter, which is fed from it. */
  private long shared() {
    return memory - memory / 3;
  }

  /** Shows every session once; may be called once. */
  void visit(Visiting visiting) {
    if (held != null) {
      held.visit(visiting);
    }
    if (scatter != null) {
      scatter.buckets().forEach(bucket -> visit(bucket, 0, visiting));
    }
  }

  private void visit(Bucket bucket, int level, Visiting visiting) {
    if (bucket.memory() <= memory) {
      MemoryGroups groups = load(bucket);
      groups.visit(visiting);
      groups.release();
    } else if (bucket.single()) {
      stream(bucket, change -> true, visiting);
    } else if (level < splits) {
      List<Bucket> parts = split(bucket, level + 1);
      bucket.delete();
      parts.forEach(part -> visit(part, level + 1, visiting));
      return;
    } else {
      for (ByteBuffer key : keys(bucket)) {
        stream(bucket, change -> key.equals(ByteBuffer.wrap(change.key())), visiting);
      }
    }
    bucket.delete();
  }

  private MemoryGroups load(Bucket bucket) {
    MemoryGroups groups = new MemoryGroups(slabs);
    try (Bucket.Records records = bucket.read()) {
      records.forEachRemaining(groups::add);
    }
    return groups;
  }

  private List<Bucket> split(Bucket bucket, int level) {
    try (Scatter parts = new Scatter(scratch, level, memory);
        Bucket.Records records = bucket.read()) {
      records.forEachRemaining(parts::add);
      return parts.buckets();
    }
  }

  private static Set<ByteBuffer> keys(Bucket bucket) {
    Set<ByteBuffer> keys = new LinkedHashSet<>();
    try (Bucket.Records records = bucket.read()) {
      records.forEachRemaining(change -> keys.add(ByteBuffer.wrap(change.key())));
    }
    return keys;
  }

  private static void stream(Bucket bucket, Predicate<RawChange> test, Visiting visiting) {
    List<Bucket.Records> open = new ArrayList<>();
    try (Bucket.Records first = bucket.read(test)) {
      visiting.session(first.next(), () -> opened(bucket.read(test), open));
    } finally {
      open.forEach(Bucket.Records::close);
    }
  }

  private static Iterator<RawChange> opened(Bucket.Records records, List<Bucket.Records> open) {
    open.add(records);
    return records;
  }

  @Override
  public void close() {
    held = null;
    if (scatter != null) {
      scatter.close();
    }
  }
}
