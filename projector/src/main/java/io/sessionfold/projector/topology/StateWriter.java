package io.sessionfold.projector.topology;

import io.sessionfold.json.Utf8;
import io.sessionfold.sequence.Digest128;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** Writes a state value: a leading byte for its format, then numbers and texts without padding. */
final class StateWriter {
  /** Begins a text that is not UTF-8; no byte of UTF-8 has this value. */
  static final byte UTF_16 = (byte) 0xFF;

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
   * Any text, so that two texts are never taken for one: UTF-8, or, where an unpaired surrogate has
   * no form in it, {@link #UTF_16} and the UTF-16 units.
   */
  StateWriter text(String value) {
    if (Utf8.isWellFormed(value)) {
      return bytes(value.getBytes(StandardCharsets.UTF_8));
    }
    number(1 + 2L * value.length());
    room(1 + 2 * value.length());
    bytes[size++] = UTF_16;
    for (int i = 0; i < value.length(); i++) {
      bytes[size++] = (byte) (value.charAt(i) >>> 8);
      bytes[size++] = (byte) value.charAt(i);
    }
    return this;
  }

  /** Bytes with their length before them. */
  StateWriter bytes(byte[] value) {
    number(value.length);
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
