package io.sessionfold.projector.proof;

import io.sessionfold.event.SessionKey;
import io.sessionfold.proof.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/**
 * A part of all sessions, the same ones each time and everywhere: those of which the first four
 * bytes of the SHA-256 of their text, {@code tenant/id}, as an unsigned number are below the
 * fraction of 2^32. A larger sample has all sessions of a smaller one.
 */
public record Sample(double fraction) implements Predicate<SessionKey> {
  /** All sessions. */
  public static final Sample ALL = new Sample(1);

  /** Refuses what is no fraction. */
  public Sample {
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException("a sample is above 0 % and at most 100 %");
    }
  }

  @Override
  public boolean test(SessionKey session) {
    if (fraction == 1) {
      return true;
    }
    byte[] digest = Digest.of(session.toString().getBytes(StandardCharsets.UTF_8)).bytes();
    long number = Integer.toUnsignedLong(ByteBuffer.wrap(digest).getInt());
    return number < fraction * (1L << Integer.SIZE);
  }
}
