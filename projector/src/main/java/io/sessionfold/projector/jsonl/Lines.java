package io.sessionfold.projector.jsonl;

import io.sessionfold.file.CheckedLine;
import io.sessionfold.json.JsonText;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A growing buffer of whole lines, reused from write to write. */
final class Lines {
  private static final int INITIAL = 1 << 16;

  /** A buffer that one giant line made larger than this is not kept. */
  private static final int KEPT = 1 << 22;

  private byte[] bytes = new byte[INITIAL];
  private int size;

  /** A line that is written for the first time; it gets its checksum. */
  void add(JsonText content) {
    copy(CheckedLine.of(content));
  }

  /** A line as it stands in a file. */
  void copy(byte[] line) {
    int needed = Math.addExact(size, line.length + 1);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, 2L * bytes.length), 1 << 30));
    }
    System.arraycopy(line, 0, bytes, size, line.length);
    size = needed;
    bytes[size - 1] = '\n';
  }

  int size() {
    return size;
  }

  /** The lines; valid until the next {@link #clear}. */
  ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes, 0, size);
  }

  void clear() {
    size = 0;
    if (bytes.length > KEPT) {
      bytes = new byte[INITIAL];
    }
  }
}
