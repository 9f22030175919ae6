package io.sessionfold.projector.topology;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How far the forgetting of a deleted session has got: a value of {@code forgetting}.
 *
 * @param pages how many pages may still have facts; they go from the last to the first
 * @param lastSeen the key of the last dropped entry of {@code seen-events}, so that the next step
 *     does not walk over what earlier ones deleted
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared by identity.
record ForgettingMark(long pages, byte @Nullable [] lastSeen) {
  private static final int FORMAT = 1;
  private static final byte[] NOTHING = {};

  byte[] write() {
    return new StateWriter(FORMAT, 48)
        .number(pages)
        .bytes(lastSeen == null ? NOTHING : lastSeen)
        .done();
  }

  static ForgettingMark read(byte[] value) {
    StateReader in = new StateReader(value, FORMAT, StoreName.FORGETTING.storeName());
    long pages = in.number();
    byte[] lastSeen = in.bytes();
    return new ForgettingMark(pages, lastSeen.length == 0 ? null : lastSeen);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ForgettingMark that
        && pages == that.pages
        && Arrays.equals(lastSeen, that.lastSeen);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(pages) * 31 + Arrays.hashCode(lastSeen);
  }
}
