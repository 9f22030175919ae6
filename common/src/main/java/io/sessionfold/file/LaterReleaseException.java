package io.sessionfold.file;

/** A whole line that only a later release reads: no damage, and nothing to cut. */
public final class LaterReleaseException extends SessionFileException {
  private static final long serialVersionUID = 1L;

  LaterReleaseException(String message) {
    super(message);
  }
}
