package io.sessionfold.projector.rebuild;

/** A generation did not stand still while it was proved. */
final class MovedOnException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MovedOnException(int generation) {
    super(
        "generation "
            + generation
            + " did not stand still, since MongoDB or this process was away for too long");
  }
}
