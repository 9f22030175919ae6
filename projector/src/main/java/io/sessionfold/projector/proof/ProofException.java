package io.sessionfold.projector.proof;

/** A proof cannot be made; the message says why and what to do. */
public final class ProofException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProofException(String message) {
    super(message);
  }
}
