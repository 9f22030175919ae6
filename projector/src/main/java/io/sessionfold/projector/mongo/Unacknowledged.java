package io.sessionfold.projector.mongo;

import io.sessionfold.sink.StoreUnavailableException;

/**
 * What it means that a write matched nothing, and a majority read after it shows the very document
 * that it should have matched: the primary is ahead of the majority, with a write whose outcome
 * nobody knows yet.
 */
final class Unacknowledged {
  private Unacknowledged() {}

  /** The outage that it is: repeated at once, it would only be found again. */
  static StoreUnavailableException write(String what) {
    return new StoreUnavailableException(
        "MongoDB has a write to "
            + what
            + " that is not acknowledged by a majority: see that most members of the replica set"
            + " run and follow; it is tried again until its outcome is known",
        new IllegalStateException("a write matched nothing at the revision that is read"));
  }
}
