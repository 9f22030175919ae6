package io.sessionfold.projector.store;

import io.sessionfold.store.Projection;

/** A generation is not to be written any more: it was dropped or given up. */
public final class GenerationDroppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Of that projection. */
  public GenerationDroppedException(Projection projection, int generation) {
    super(
        "generation "
            + generation
            + " has no "
            + projection.wireName()
            + " any more: it was dropped");
  }
}
