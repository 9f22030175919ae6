package io.sessionfold.projector.topology;

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

  StateWriter text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
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
