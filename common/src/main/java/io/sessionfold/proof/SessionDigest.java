package io.sessionfold.proof;

import io.sessionfold.json.JsonText;
import io.sessionfold.session.Session;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The digest of a session: SHA-256 over the ASCII text {@code sessionfold.session.1} and a line
 * feed, the length of the head's UTF-8 in 8 bytes, big-endian, the head, and then of each message
 * in {@code seq} order the 32 bytes of the SHA-256 of its UTF-8.
 */
public final class SessionDigest {
  private static final byte[] DOMAIN =
      ("sessionfold.session." + CanonicalForm.VERSION + "\n").getBytes(StandardCharsets.US_ASCII);

  private SessionDigest() {}

  /** The digest of a session that is held whole. */
  public static Digest of(Session session) {
    return SessionOutline.of(session).digest();
  }

  static Digest of(JsonText head, byte[] messages) {
    MessageDigest sha = Digest.sha256();
    byte[] utf8 = head.utf8();
    sha.update(DOMAIN);
    sha.update(ByteBuffer.allocate(Long.BYTES).putLong(0, utf8.length));
    sha.update(utf8);
    sha.update(messages);
    return Digest.done(sha);
  }
}
