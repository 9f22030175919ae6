package io.sessionfold.store;

/** Where a generation is on its way. Stored by name. */
public enum GenerationState {
  /** It is written from the log, and not followed yet. */
  LOADING,
  /** Sinks follow it; it has not reached the end of the log as it was when they began. */
  CATCHING_UP,
  /** It is held where it is and compared with the log. */
  VERIFYING,
  /** It was proved equal, follows the log and may be swapped in. */
  READY,
  /** The pointer names it. */
  ACTIVE,
  /** The pointer named it; it follows, so that it can be swapped back. */
  RETIRED,
  /** It was given up; its data are of no use. */
  FAILED,
  /** Its data are gone. Its number is never used again. */
  DROPPED;

  /** Whether somebody builds it. */
  public boolean isBuilding() {
    return this == LOADING || this == CATCHING_UP || this == VERIFYING;
  }

  /** Whether sinks follow it. */
  public boolean isFollowed() {
    return this != LOADING && this != FAILED && this != DROPPED;
  }
}
