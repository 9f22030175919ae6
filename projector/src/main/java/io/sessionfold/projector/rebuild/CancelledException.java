package io.sessionfold.projector.rebuild;

/** Somebody has cancelled the rebuild. */
final class CancelledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CancelledException(int generation) {
    super("the rebuild of generation " + generation + " was cancelled");
  }
}
