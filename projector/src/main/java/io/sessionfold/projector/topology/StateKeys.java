package io.sessionfold.projector.topology;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.SessionKey;
import io.sessionfold.sequence.Digest128;
import io.sessionfold.sequence.SeenKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the state stores. All keys of a session stand together, in {@code session-pages} in
 * the order of the pages: numbers are big-endian.
 */
final class StateKeys {
  /** The length of a key of {@code seen-events}: session hash, event hash. */
  static final int SEEN_BYTES = 32;

  private static final int DIGEST_BYTES = 16;
  private static final int HASH_BYTES = 4;

  private StateKeys() {}

  /** Of {@code positions}. */
  static Bytes topic(IngressTopic topic) {
    return Bytes.wrap(topic.topicName().getBytes(StandardCharsets.UTF_8));
  }

  /** Of {@code session-heads}, {@code session-metadata} and {@code forgetting}. */
  static Bytes session(SessionKey session) {
    return Bytes.wrap(session(session, 0));
  }

  /**
   * The session's name behind four bytes of its hash: caches and stores compare keys all the time,
   * and names tend to begin alike.
   */
  private static byte[] session(SessionKey session, int more) {
    byte[] name = session.toString().getBytes(StandardCharsets.UTF_8);
    byte[] key = new byte[HASH_BYTES + name.length + more];
    int hash = Utils.murmur2(name);
    for (int i = 0; i < HASH_BYTES; i++) {
      key[i] = (byte) (hash >>> (24 - 8 * i));
    }
    System.arraycopy(name, 0, key, HASH_BYTES, name.length);
    return key;
  }

  /** The session of such a key. */
  static SessionKey session(Bytes key) {
    byte[] bytes = key.get();
    int length = bytes.length - HASH_BYTES;
    return SessionKey.parse(new String(bytes, HASH_BYTES, length, StandardCharsets.UTF_8))
        .orElseThrow();
  }

  /** Of {@code session-pages}. No session key has the zero byte that separates. */
  static Bytes page(SessionKey session, long page) {
    byte[] key = session(session, 9);
    put(key, key.length - 8, page);
    return Bytes.wrap(key);
  }

  /** Of {@code seen-events}. */
  static Bytes seen(SeenKey seen) {
    byte[] key = new byte[SEEN_BYTES];
    put(key, 0, seen.session());
    put(key, DIGEST_BYTES, seen.event());
    return Bytes.wrap(key);
  }

  /** The first key of {@code seen-events} that a session can have after another of its keys. */
  static Bytes seenAfter(Digest128 session, byte @Nullable [] last) {
    if (last != null) {
      return Bytes.wrap(last);
    }
    byte[] key = new byte[SEEN_BYTES];
    put(key, 0, session);
    return Bytes.wrap(key);
  }

  /** The last key of {@code seen-events} that a session can have. */
  static Bytes seenEnd(Digest128 session) {
    byte[] key = new byte[SEEN_BYTES];
    Arrays.fill(key, (byte) 0xFF);
    put(key, 0, session);
    return Bytes.wrap(key);
  }

  private static void put(byte[] bytes, int at, Digest128 digest) {
    put(bytes, at, digest.high());
    put(bytes, at + 8, digest.low());
  }

  static void put(byte[] bytes, int at, long value) {
    for (int i = 0; i < 8; i++) {
      bytes[at + i] = (byte) (value >>> (56 - 8 * i));
    }
  }

  static long get(byte[] bytes, int at) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (bytes[at + i] & 0xFF);
    }
    return value;
  }
}
