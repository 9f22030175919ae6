package io.sessionfold.query.feed;

import io.sessionfold.query.ActiveJournal.JournalTopic;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Where a subscriber has got: of which journal, and the next offset on each partition that it
 * reads. It says nothing of what is there; whose changes are told is decided for each of them.
 *
 * @param identity of the journal's topic
 */
record FeedToken(int journal, long identity, SortedMap<Integer, Long> next) {
  private static final byte VERSION = 1;
  private static final int CHECKSUM_BYTES = 4;

  /** Longer than a token of 1,000 partitions. */
  private static final int LONGEST = 16_384;

  /**
   * The token of a subscriber of that journal.
   *
   * @param partition the only one that it reads; negative: all
   */
  static FeedToken of(JournalTopic topic, long[] positions, int partition) {
    SortedMap<Integer, Long> next = new TreeMap<>();
    int from = Math.max(partition, 0);
    int to = partition < 0 ? positions.length : partition + 1;
    for (int p = from; p < to; p++) {
      next.put(p, positions[p]);
    }
    return new FeedToken(topic.journal(), topic.identity(), next);
  }

  /** The opaque text. */
  String text() {
    ByteBuffer out = ByteBuffer.allocate(32 + 15 * next.size());
    out.put(VERSION);
    put(out, journal);
    out.putLong(identity);
    next.forEach(
        (partition, offset) -> {
          put(out, partition);
          put(out, offset);
        });
    out.putInt(checksum(out.array(), out.position()));
    byte[] bytes = Arrays.copyOf(out.array(), out.position());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  static FeedToken parse(String text) {
    if (text.length() > LONGEST) {
      throw refused(null);
    }
    try {
      return parse(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw refused(e);
    }
  }

  private static FeedToken parse(byte[] bytes) {
    int length = bytes.length - CHECKSUM_BYTES;
    if (length < 1 || bytes[0] != VERSION) {
      throw refused(null);
    }
    if (ByteBuffer.wrap(bytes).getInt(length) != checksum(bytes, length)) {
      throw refused(null);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 1, length - 1);
    int journal = (int) number(in);
    long identity = in.getLong();
    SortedMap<Integer, Long> next = new TreeMap<>();
    while (in.hasRemaining()) {
      next.put((int) number(in), number(in));
    }
    return new FeedToken(journal, identity, next);
  }

  /** Seven bits a byte, the lowest first. */
  private static void put(ByteBuffer out, long number) {
    long rest = number;
    while (rest > 0x7f) {
      out.put((byte) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  private static long number(ByteBuffer in) {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
      byte next = in.get();
      number |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw refused(null);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  static IllegalArgumentException refused(@Nullable Throwable cause) {
    return new IllegalArgumentException(
        "not a token of this feed: pass the one of the last change that was told, unchanged, or"
            + " none to begin with what comes next",
        cause);
  }
}
