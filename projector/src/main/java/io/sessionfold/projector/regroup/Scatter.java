package io.sessionfold.projector.regroup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes records into buckets by a hash of their key, so that all of a session are in one. Each
 * level of splitting has a hash of its own. Closing leaves the files to the scratch directory.
 */
final class Scatter implements AutoCloseable {
  static final int BUCKETS = 64;

  private static final int LARGEST_BUFFER = 1 << 18;
  private static final int SMALLEST_BUFFER = 512;

  private final ScratchDirectory scratch;
  private final int level;
  private final int bufferBytes;
  private final @Nullable Writer[] writers = new @Nullable Writer[BUCKETS];

  /** Buffers take at most half of {@code memory}, or 32 KiB. */
  Scatter(ScratchDirectory scratch, int level, long memory) {
    this.scratch = scratch;
    this.level = level;
    long each = memory / (2 * BUCKETS);
    this.bufferBytes = (int) Math.max(SMALLEST_BUFFER, Math.min(LARGEST_BUFFER, each));
  }

  void add(RawChange change) {
    try {
      int bucket = bucket(change.key(), level);
      Writer writer = writers[bucket];
      if (writer == null) {
        writer = new Writer(scratch.file(), change.key());
        writers[bucket] = writer;
      }
      writer.add(change);
    } catch (IOException e) {
      throw scratch.failed(e);
    }
  }

  /** The buckets, after the last record. */
  List<Bucket> buckets() {
    List<Bucket> buckets = new ArrayList<>();
    try {
      for (Writer writer : writers) {
        if (writer != null) {
          buckets.add(writer.finish());
        }
      }
    } catch (IOException e) {
      throw scratch.failed(e);
    }
    return buckets;
  }

  /** FNV-1a from a beginning that the level gives, mixed once more since its low bits lead. */
  private static int bucket(byte[] key, int level) {
    long hash = 0xcbf29ce484222325L + level * 0x9e3779b97f4a7c15L;
    for (byte b : key) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
    hash ^= hash >>> 32;
    return (int) (hash & (BUCKETS - 1));
  }

  @Override
  public void close() {
    try {
      for (Writer writer : writers) {
        if (writer != null) {
          writer.channel.close();
        }
      }
    } catch (IOException e) {
      throw scratch.failed(e);
    }
  }

  private final class Writer {
    private final Path file;
    private final byte[] firstKey;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(bufferBytes);
    private boolean single = true;
    private long memory;

    Writer(Path file, byte[] firstKey) throws IOException {
      this.file = file;
      this.firstKey = firstKey;
      this.channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    void add(RawChange change) throws IOException {
      single = single && Arrays.equals(firstKey, change.key());
      memory +=
          MemoryGroups.SESSION_BYTES
              + MemoryGroups.LINK
              + change.length()
              + (long) change.key().length;
      if (change.length() > buffer.remaining()) {
        flush(buffer);
      }
      if (change.length() <= buffer.capacity()) {
        change.write(buffer);
      } else {
        ByteBuffer own = ByteBuffer.allocate(change.length());
        change.write(own);
        flush(own);
      }
    }

    private void flush(ByteBuffer full) throws IOException {
      full.flip();
      while (full.hasRemaining()) {
        channel.write(full);
      }
      full.clear();
    }

    Bucket finish() throws IOException {
      flush(buffer);
      channel.close();
      return new Bucket(file, memory, single);
    }
  }
}
