package io.sessionfold.projector.topology;

/**
 * The projector will not run on what it found: going on could lose or repeat changes. The message
 * says what, where, and the remedy. Trying again without it does not help.
 */
public final class ProjectorRefusedException extends RuntimeException {
  /** A refusal with its remedy. */
  public ProjectorRefusedException(String message) {
    super(message);
  }
}
