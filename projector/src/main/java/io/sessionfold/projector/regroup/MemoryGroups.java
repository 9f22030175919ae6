package io.sessionfold.projector.regroup;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records in memory, grouped as they come. They lie in a few large arrays, each with the place of
 * its session's next one, so that millions of them are nothing to the garbage collector.
 */
final class MemoryGroups {
  /** What a session takes beside its records, and a record beside its frame. */
  static final int SESSION_BYTES = 208;

  static final int LINK = Long.BYTES;

  private static final long NONE = -1;

  private final Slabs free;
  private final List<ByteBuffer> slabs = new ArrayList<>();
  private final Map<Key, Group> groups = new LinkedHashMap<>();
  private @Nullable Group latest;
  private long bytes;

  @SuppressWarnings("ArrayRecordComponent") // Equal by content, below.
  private record Key(byte[] bytes, int hash) {
    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that && Arrays.equals(bytes, that.bytes);
    }
  }

  private static final class Group {
    final byte[] key;
    final long first;
    long last;

    Group(byte[] key, long first) {
      this.key = key;
      this.first = first;
      this.last = first;
    }
  }

  /** Takes its arrays from those that are free. */
  MemoryGroups(Slabs free) {
    this.free = free;
  }

  void add(RawChange change) {
    long place = append(change);
    Group group = latest;
    if (group == null || !Arrays.equals(group.key, change.key())) {
      Key key = new Key(change.key(), Arrays.hashCode(change.key()));
      group = groups.get(key);
      if (group == null) {
        groups.put(key, new Group(change.key(), place));
        latest = groups.get(key);
        bytes += SESSION_BYTES + change.key().length;
        return;
      }
      latest = group;
    }
    slab(group.last).putLong(at(group.last), place);
    group.last = place;
  }

  private long append(RawChange change) {
    int length = LINK + change.length();
    ByteBuffer slab = slabs.isEmpty() ? null : slabs.get(slabs.size() - 1);
    if (slab == null || slab.remaining() < length) {
      slab = free.take(length);
      slabs.add(slab);
    }
    int at = slab.position();
    slab.putLong(NONE);
    change.write(slab);
    bytes += length;
    return ((long) (slabs.size() - 1) << Integer.SIZE) | at;
  }

  /** The bytes that all of it takes. */
  long bytes() {
    return bytes;
  }

  /** All records in the order in which they were added. */
  void forEach(Consumer<RawChange> consumer) {
    for (ByteBuffer slab : slabs) {
      for (int at = 0; at < slab.position(); ) {
        RawChange change = RawChange.read(slab, at + LINK);
        consumer.accept(change);
        at += LINK + change.length();
      }
    }
  }

  /** Gives its arrays back; nothing that was read from it is used any more. */
  void release() {
    slabs.forEach(free::give);
    slabs.clear();
    groups.clear();
  }

  /** Shows each session, in the order of their first records. */
  void visit(Visiting visiting) {
    for (Group group : groups.values()) {
      ByteBuffer slab = slab(group.first);
      int at = at(group.first) + LINK;
      visiting.session(
          group.key, slab.getLong(at), slab.getLong(at + Long.BYTES), () -> new Walk(group));
    }
  }

  private ByteBuffer slab(long place) {
    return slabs.get((int) (place >>> Integer.SIZE));
  }

  private static int at(long place) {
    return (int) place;
  }

  private final class Walk implements Iterator<RawChange> {
    private final byte[] key;
    private long place;

    Walk(Group group) {
      key = group.key;
      place = group.first;
    }

    @Override
    public boolean hasNext() {
      return place != NONE;
    }

    @Override
    public RawChange next() {
      if (place == NONE) {
        throw new NoSuchElementException();
      }
      ByteBuffer slab = slab(place);
      RawChange change = RawChange.read(slab, at(place) + LINK, key);
      place = slab.getLong(at(place));
      return change;
    }
  }
}
