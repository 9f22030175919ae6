package io.sessionfold.projector.proof;

import io.sessionfold.event.SessionKey;
import io.sessionfold.proof.Digest;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What one source says of a session: up to which revision, and its digest or what is wrong. */
final class Entry implements Comparable<Entry> {
  private static final int LONGEST_DAMAGE = 1_000;

  private final byte[] key;
  private final long revision;
  private final long messages;
  private final @Nullable Digest digest;
  private final String damage;
  private final boolean moving;

  private Entry(
      byte[] key,
      long revision,
      long messages,
      @Nullable Digest digest,
      String damage,
      boolean moving) {
    this.key = key;
    this.revision = revision;
    this.messages = messages;
    this.digest = digest;
    this.damage = damage;
    this.moving = moving;
  }

  /** A session that could be read. */
  static Entry of(SessionKey session, long revision, long messages, Digest digest) {
    return new Entry(utf8(session), revision, messages, digest, "", false);
  }

  /** One that could not. */
  static Entry damaged(SessionKey session, long revision, String damage) {
    return new Entry(utf8(session), revision, 0, null, cut(damage), false);
  }

  /**
   * One that was between two writes when it was read.
   *
   * @param revision 0 if only a part of it is there, and not what makes it a session
   * @param damage what is told if it stays so
   */
  static Entry moving(SessionKey session, long revision, String damage) {
    return new Entry(utf8(session), revision, 0, null, cut(damage), true);
  }

  SessionKey session() {
    return SessionKey.parse(new String(key, StandardCharsets.UTF_8)).orElseThrow();
  }

  long revision() {
    return revision;
  }

  long messages() {
    return messages;
  }

  /** Absent if the session could not be read. */
  @Nullable Digest digest() {
    return digest;
  }

  /** Why it could not; empty if it could. */
  String damage() {
    return damage;
  }

  boolean isMoving() {
    return moving;
  }

  /** Whether both say the same. */
  boolean isSame(@Nullable Entry other) {
    return other != null
        && digest != null
        && revision == other.revision
        && digest.equals(other.digest);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeShort(key.length);
    out.write(key);
    out.writeLong(revision);
    out.writeLong(messages);
    out.writeBoolean(digest != null);
    if (digest != null) {
      out.write(digest.bytes());
    } else {
      out.writeUTF(damage);
      out.writeBoolean(moving);
    }
  }

  /** The next one; {@code null} at the end. */
  static @Nullable Entry read(DataInputStream in) throws IOException {
    byte[] key;
    try {
      key = new byte[in.readUnsignedShort()];
    } catch (EOFException end) {
      return null;
    }
    in.readFully(key);
    long revision = in.readLong();
    long messages = in.readLong();
    if (!in.readBoolean()) {
      return new Entry(key, revision, messages, null, in.readUTF(), in.readBoolean());
    }
    byte[] digest = new byte[Digest.BYTES];
    in.readFully(digest);
    return new Entry(key, revision, messages, Digest.ofBytes(digest), "", false);
  }

  private static byte[] utf8(SessionKey session) {
    return session.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_DAMAGE ? text : text.substring(0, LONGEST_DAMAGE);
  }

  /** By the UTF-8 bytes of the session's text, the order of leaves. */
  @Override
  public int compareTo(Entry other) {
    return Arrays.compareUnsigned(key, other.key);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Entry that && Arrays.equals(key, that.key);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key);
  }
}
