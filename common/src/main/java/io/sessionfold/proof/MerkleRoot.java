package io.sessionfold.proof;

import io.sessionfold.event.SessionKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * One digest over many, as RFC 6962 makes it: a leaf is SHA-256(0x00, data), a node SHA-256(0x01,
 * left, right), the left subtree of n leaves is the largest full one below n, and the root of none
 * is SHA-256 of nothing. Leaves come one by one, in an order that the caller keeps; memory grows
 * with the logarithm of their number. Not thread-safe.
 */
public final class MerkleRoot {
  private static final byte[] LEAF = {0};
  private static final byte[] NODE = {1};

  private record Subtree(Digest root, long leaves) {}

  /** Full subtrees from left to right, each smaller than the one before. */
  private final Deque<Subtree> subtrees = new ArrayDeque<>();

  private byte[] lastKey = {};
  private long leaves;

  /**
   * Adds a session of a partition.
   *
   * <p>The data of its leaf: the length of the key's UTF-8 in 4 bytes, big-endian, the key, and the
   * session's digest.
   *
   * @throws IllegalArgumentException if the key is not above the last one in the order of UTF-8
   *     bytes: the root would mean something else
   */
  public void add(SessionKey session, Digest digest) {
    byte[] key = session.toString().getBytes(StandardCharsets.UTF_8);
    if (leaves > 0 && Arrays.compareUnsigned(lastKey, key) >= 0) {
      throw new IllegalArgumentException("leaves come in ascending order: " + session);
    }
    lastKey = key;
    add(length(key.length), key, digest.bytes());
  }

  /**
   * The root of a generation: over the roots of all its partitions, by number. The data of a leaf:
   * the number of the partition in 4 bytes, big-endian, and its root.
   */
  public static Digest ofPartitions(List<Digest> roots) {
    MerkleRoot root = new MerkleRoot();
    for (int partition = 0; partition < roots.size(); partition++) {
      root.add(length(partition), roots.get(partition).bytes());
    }
    return root.root();
  }

  /** Adds a leaf with this data. */
  void add(byte[]... data) {
    byte[][] parts = new byte[data.length + 1][];
    parts[0] = LEAF;
    System.arraycopy(data, 0, parts, 1, data.length);
    Subtree tree = new Subtree(Digest.of(parts), 1);
    while (!subtrees.isEmpty() && subtrees.getLast().leaves == tree.leaves) {
      tree = join(subtrees.removeLast(), tree);
    }
    subtrees.addLast(tree);
    leaves++;
  }

  /** The root of what was added so far. */
  public Digest root() {
    if (subtrees.isEmpty()) {
      return Digest.of();
    }
    Deque<Subtree> rest = new ArrayDeque<>(subtrees);
    Subtree tree = rest.removeLast();
    while (!rest.isEmpty()) {
      tree = join(rest.removeLast(), tree);
    }
    return tree.root;
  }

  /** How many leaves were added. */
  public long leaves() {
    return leaves;
  }

  private static Subtree join(Subtree left, Subtree right) {
    Digest root = Digest.of(NODE, left.root.bytes(), right.root.bytes());
    return new Subtree(root, left.leaves + right.leaves);
  }

  private static byte[] length(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }
}
