package io.sessionfold.projector.topology;

import io.sessionfold.sequence.Limits;

/** How large state values become at most, so that their changelog topics take every one. */
final class StateSizes {
  /** A name of 256 characters of four bytes, its numbers, and the sizes of its synced parts. */
  private static final int AGENT_BYTES = 1280;

  private static final int CHARACTER_BYTES = 4;

  /** Lengths, counts and the format. */
  private static final int NUMBERS_BYTES = 128;

  /** The key, which has a session's name, and what a record has beside key and value. */
  private static final int RECORD_BYTES = 4 * 1024;

  private static final int BATCH_BYTES = 1024 * 1024;

  private StateSizes() {}

  /** The most bytes of a value of {@code session-heads}; one of {@code session-pages} has fewer. */
  static int head(Limits limits) {
    return NUMBERS_BYTES
        + limits.models() * (CHARACTER_BYTES * limits.nameChars() + CHARACTER_BYTES)
        + limits.agents() * AGENT_BYTES;
  }

  /**
   * The {@code max.message.bytes} of the changelog topics, with room for a batch of small values.
   */
  static int changelogMessageBytes(Limits limits) {
    int value = Math.max(head(limits), NUMBERS_BYTES + limits.metadataBytes());
    return RECORD_BYTES + Math.max(BATCH_BYTES, value);
  }
}
