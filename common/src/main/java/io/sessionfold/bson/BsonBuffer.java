package io.sessionfold.bson;

import java.util.Arrays;
import org.bson.RawBsonDocument;

/** Growing bytes with the few primitives of the BSON format. Not thread-safe. */
final class BsonBuffer {
  private static final char REPLACEMENT = '\uFFFD';

  private byte[] bytes;
  private int size;

  BsonBuffer(int capacity) {
    bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  RawBsonDocument document() {
    return new RawBsonDocument(bytes, 0, size);
  }

  void int8(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  void int32(int value) {
    reserve(4);
    size += 4;
    patch(size - 4, value);
  }

  void int64(long value) {
    int32((int) value);
    int32((int) (value >>> 32));
  }

  /** Leaves room for a length; returns where, for {@link #patch}. */
  int placeholder() {
    int32(0);
    return size - 4;
  }

  void patch(int position, int value) {
    bytes[position] = (byte) value;
    bytes[position + 1] = (byte) (value >>> 8);
    bytes[position + 2] = (byte) (value >>> 16);
    bytes[position + 3] = (byte) (value >>> 24);
  }

  void patchType(int position, int type) {
    bytes[position] = (byte) type;
  }

  /** Ends the document or array that began with a {@link #placeholder}. */
  void end(int start) {
    int8(0);
    patch(start, size - start);
  }

  /**
   * Appends plain characters of a JSON string literal: ASCII, not the quotation mark, no backslash.
   * Returns the index of the first other one.
   */
  int plain(String text, int from) {
    byte[] out = bytes;
    int n = size;
    int i = from;
    while (true) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\' || c >= 0x80) {
        break;
      }
      if (n == out.length) {
        size = n;
        reserve(1);
        out = bytes;
      }
      out[n++] = (byte) c;
      i++;
    }
    size = n;
    return i;
  }

  /** Appends one code point; a surrogate becomes U+FFFD. */
  void codePoint(int c) {
    reserve(4);
    if (c < 0x80) {
      bytes[size++] = (byte) c;
    } else if (c < 0x800) {
      bytes[size++] = (byte) (0xC0 | (c >> 6));
      continuation(c);
    } else if (c < 0x10000) {
      int kept = Character.isSurrogate((char) c) ? REPLACEMENT : c;
      bytes[size++] = (byte) (0xE0 | (kept >> 12));
      continuation(kept >> 6);
      continuation(kept);
    } else {
      bytes[size++] = (byte) (0xF0 | (c >> 18));
      continuation(c >> 12);
      continuation(c >> 6);
      continuation(c);
    }
  }

  private void continuation(int bits) {
    bytes[size++] = (byte) (0x80 | (bits & 0x3F));
  }

  /** Appends characters and the NUL that ends them. */
  void characters(String text) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      codePoint(c);
      i += Character.charCount(c);
    }
    int8(0);
  }

  /** The name of an array's element. */
  void index(int index) {
    if (index >= 10) {
      decimal(index / 10);
    }
    int8('0' + index % 10);
    int8(0);
  }

  private void decimal(int value) {
    if (value >= 10) {
      decimal(value / 10);
    }
    int8('0' + value % 10);
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
    }
  }
}
