package io.sessionfold.projector.topology;

import io.sessionfold.sequence.Digest128;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** Reads what {@link StateWriter} wrote. */
final class StateReader {
  private final byte[] bytes;
  private int at = 1;

  /**
   * Reads a value of that format.
   *
   * @throws ProjectorRefusedException if it has another one
   */
  StateReader(byte[] bytes, int format, String store) {
    if (bytes[0] != format) {
      throw new ProjectorRefusedException(
          "The state store "
              + store
              + " has a value of format "
              + bytes[0]
              + ", this version reads format "
              + format
              + ": run the version that wrote it, or rebuild into a new journal with this"
              + " one: sessionfold rebuild --from events");
    }
    this.bytes = bytes;
  }

  long number() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes[at++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  int count() {
    return Math.toIntExact(number());
  }

  boolean flag() {
    return number() == 1;
  }

  String text() {
    int length = count();
    int from = at;
    at += length;
    if (length == 0 || bytes[from] != StateWriter.UTF_16) {
      return new String(bytes, from, length, StandardCharsets.UTF_8);
    }
    // Not the charset UTF-16, whose decoder replaces unpaired surrogates as well.
    char[] units = new char[length / 2];
    for (int i = 0; i < units.length; i++) {
      int unit = from + 1 + 2 * i;
      units[i] = (char) (bytes[unit] << 8 | (bytes[unit + 1] & 0xFF));
    }
    return new String(units);
  }

  byte[] bytes() {
    int length = count();
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  Instant time() {
    long value = number();
    return Instant.ofEpochMilli((value >>> 1) ^ -(value & 1));
  }

  Digest128 digest() {
    at += 16;
    return new Digest128(StateKeys.get(bytes, at - 16), StateKeys.get(bytes, at - 8));
  }
}
