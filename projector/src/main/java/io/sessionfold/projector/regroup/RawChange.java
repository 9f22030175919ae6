package io.sessionfold.projector.regroup;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A record of the journal that is an applied change, not decoded.
 *
 * <p>Its frame, in memory and on disk: revision and offset, 8 bytes each, the lengths of value and
 * key, 4 bytes each, big-endian; the key; the value.
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared: the arrays are handed on.
record RawChange(byte[] key, long revision, long offset, byte[] value) {
  static final int HEADER = 24;

  /** The length of the frame. */
  int length() {
    return HEADER + key.length + value.length;
  }

  /** Puts the frame at the buffer's position. */
  void write(ByteBuffer out) {
    out.putLong(revision).putLong(offset).putInt(value.length).putInt(key.length);
    out.put(key).put(value);
  }

  /** The frame at {@code at}. */
  static RawChange read(ByteBuffer in, int at) {
    byte[] value = new byte[in.getInt(at + 16)];
    byte[] key = new byte[in.getInt(at + 20)];
    in.get(at + HEADER, key);
    in.get(at + HEADER + key.length, value);
    return new RawChange(key, in.getLong(at), in.getLong(at + 8), value);
  }

  /** The frame at {@code at} of a session whose key is known. */
  static RawChange read(ByteBuffer in, int at, byte[] key) {
    byte[] value = new byte[in.getInt(at + 16)];
    in.get(at + HEADER + key.length, value);
    return new RawChange(key, in.getLong(at), in.getLong(at + 8), value);
  }

  /** The next frame; {@code null} at the end. */
  static @Nullable RawChange read(DataInputStream in) throws IOException {
    long revision;
    try {
      revision = in.readLong();
    } catch (EOFException end) {
      return null;
    }
    long offset = in.readLong();
    byte[] value = new byte[in.readInt()];
    byte[] key = new byte[in.readInt()];
    in.readFully(key);
    in.readFully(value);
    return new RawChange(key, revision, offset, value);
  }
}
