package io.sessionfold.projector.rebuild;

import io.sessionfold.sink.StoreUnavailableException;

/** MongoDB went away while the pointer was moved, and has not come back since. */
final class UnknownMoveException extends RebuildException {
  private static final long serialVersionUID = 1L;

  UnknownMoveException(StoreUnavailableException cause) {
    super(
        "MongoDB went away while the pointer was moved: it is moved, or it is not; see"
            + " `sessionfold generations list` when MongoDB is back ("
            + cause.getMessage()
            + ")");
    initCause(cause);
  }
}
