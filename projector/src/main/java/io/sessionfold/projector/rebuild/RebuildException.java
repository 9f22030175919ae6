package io.sessionfold.projector.rebuild;

/**
 * A step with generations is refused, or could not be done; nothing was changed, unless it says so.
 */
public class RebuildException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The message says what, where and how to fix it. */
  public RebuildException(String message) {
    super(message);
  }
}
