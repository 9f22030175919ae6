package io.sessionfold.projector.mongo;

/** How many bytes of stored documents may still be read before some are written. */
final class ReadBudget {
  private long left;

  ReadBudget(long bytes) {
    this.left = bytes;
  }

  void spend(long bytes) {
    left -= bytes;
  }

  boolean isSpent() {
    return left <= 0;
  }
}
