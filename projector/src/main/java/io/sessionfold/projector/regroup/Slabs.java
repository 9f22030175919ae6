package io.sessionfold.projector.regroup;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Large arrays that are used again.
 *
 * <p>They are not so large that a collector keeps each in regions of its own: that wastes half of
 * them, and every new one may begin a collection of the whole heap.
 */
final class Slabs {
  private static final int BYTES = 1 << 18;

  /** As many as a bucket on disk mostly takes. */
  private static final int MOST_KEPT = 64;

  private final Deque<ByteBuffer> free = new ArrayDeque<>();

  /** An empty one with room for so many bytes. */
  ByteBuffer take(int bytes) {
    ByteBuffer slab = bytes > BYTES ? null : free.poll();
    return slab == null ? ByteBuffer.allocate(Math.max(BYTES, bytes)) : slab.clear();
  }

  /** Takes one back. */
  void give(ByteBuffer slab) {
    if (slab.capacity() == BYTES && free.size() < MOST_KEPT) {
      free.push(slab);
    }
  }
}
