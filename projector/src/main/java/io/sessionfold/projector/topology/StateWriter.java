package io.sessionfold.projector.topology;

import io.sessionfold.json.Utf8;
import io.sessionfold.sequence.Digest128;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** Writes a state value: a leading byte for its format, then numbers and texts without padding. */
final class StateWriter {
  private byte[] bytes;
  private int size;

  StateWriter(int format, int capacity) {
    bytes = new byte[capacity];
    bytes[size++] = (byte) format;
  }

  /** A number of 0 or more, seven bits a byte. */
  StateWriter number(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
    return this;
  }

  StateWriter flag(boolean value) {
    return number(value ? 1 : 0);
  }

  /**
   * Any text, so that two never become one: in UTF-8, and what that cannot hold as its chars. The
   * lowest bit of the length says which.
   */
  StateWriter text(String value) {
    if (Utf8.isWellFormed(value)) {
      byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
      return number((long) utf8.length << 1).raw(utf8);
    }
    byte[] chars = new byte[value.length() * 2];
    for (int i = 0; i < value.length(); i++) {
      chars[2 * i] = (byte) (value.charAt(i) >> 8);
      chars[2 * i + 1] = (byte) value.charAt(i);
    }
    return number(((long) chars.length << 1) | 1).raw(chars);
  }

  /** Bytes with their length before them. */
  StateWriter bytes(byte[] value) {
    return number(value.length).raw(value);
  }

  private StateWriter raw(byte[] value) {
    room(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
    return this;
  }

  /** Milliseconds, which are negative before 1970. */
  StateWriter time(Instant value) {
    long millis = value.toEpochMilli();
    return number((millis << 1) ^ (millis >> 63));
  }

  StateWriter digest(Digest128 value) {
    room(16);
    StateKeys.put(bytes, size, value.high());
    StateKeys.put(bytes, size + 8, value.low());
    size += 16;
    return this;
  }

  byte[] done() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
