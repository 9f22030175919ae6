package io.sessionfold.projector.store;

/**
 * The store can be reached and must not be used as it is set up: going on could lose or mix data.
 * Repeating changes nothing; the message says what to change.
 */
public final class StoreRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The message says what, where and how to fix it. */
  public StoreRefusedException(String message) {
    super(message);
  }
}
