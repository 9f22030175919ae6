package io.sessionfold.projector.jsonl;

/** Something stands where a session's file or link belongs; the message says what to do. */
final class RefusedFileException extends Exception {
  private static final long serialVersionUID = 1L;

  RefusedFileException(String message) {
    super(message);
  }
}
