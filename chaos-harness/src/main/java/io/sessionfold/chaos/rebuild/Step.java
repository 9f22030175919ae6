package io.sessionfold.chaos.rebuild;

/** What a campaign has come to. */
public enum Step {
  /** A generation is READY; readers are not sent to it. */
  BUILT,
  /** The pointer names the new generation. */
  SWAPPED,
  /** What was left is dropped; there is no load any more. */
  ENDED
}
