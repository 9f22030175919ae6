package io.sessionfold.proof;

import io.sessionfold.json.JsonText;
import io.sessionfold.session.Message;
import io.sessionfold.session.Session;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A session of any length in little memory: its canonical head, and the digest of each message.
 * Immutable.
 */
public final class SessionOutline {
  private final JsonText head;
  private final byte[] digests;

  private SessionOutline(JsonText head, byte[] digests) {
    this.head = head;
    this.digests = digests;
  }

  /** The outline of a session that is held whole. */
  public static SessionOutline of(Session session) {
    Messages messages = new Messages();
    session.messages().forEach(messages::add);
    return messages.under(CanonicalForm.head(session));
  }

  /** The canonical head. */
  public JsonText head() {
    return head;
  }

  /** How many messages there are. */
  public int messages() {
    return digests.length / Digest.BYTES;
  }

  /** The digest of the session. */
  public Digest digest() {
    return SessionDigest.of(head, digests);
  }

  /**
   * The first message, from 0, that is another one in the other outline or that only one of them
   * has; the number of messages if there is none.
   */
  public int firstOther(SessionOutline other) {
    int mismatch = Arrays.mismatch(digests, other.digests);
    return (mismatch < 0 ? digests.length : mismatch) / Digest.BYTES;
  }

  /** The messages of an outline, as they come. Not thread-safe. */
  public static final class Messages {
    private static final int FEW = 16;

    private final MessageDigest sha = Digest.sha256();
    private byte[] digests = new byte[FEW * Digest.BYTES];
    private int length;

    /** Adds a message behind the others. */
    public void add(Message message) {
      set(reserve(), message);
    }

    /** A place behind the others, to be {@link #set}. */
    int reserve() {
      if (length == digests.length) {
        digests = Arrays.copyOf(digests, Math.multiplyExact(length, 2));
      }
      length += Digest.BYTES;
      return length / Digest.BYTES - 1;
    }

    void set(int place, Message message) {
      byte[] digest = sha.digest(CanonicalForm.message(message).utf8());
      System.arraycopy(digest, 0, digests, place * Digest.BYTES, Digest.BYTES);
    }

    /** The outline with this head. */
    public SessionOutline under(JsonText head) {
      return new SessionOutline(head, Arrays.copyOf(digests, length));
    }
  }
}
