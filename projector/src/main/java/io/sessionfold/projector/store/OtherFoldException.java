package io.sessionfold.projector.store;

/**
 * A generation is made by another version of the fold. It is left as it is; a process of that
 * version writes it on, and a rebuild makes one of this version.
 */
public final class OtherFoldException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The message says what, where and how to fix it. */
  public OtherFoldException(String message) {
    super(message);
  }
}
