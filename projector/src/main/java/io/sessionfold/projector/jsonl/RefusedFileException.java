package io.sessionfold.projector.jsonl;

import io.sessionfold.sink.WriteResult.Kind;

/**
 * A session's changes cannot be written: something else stands where its file or link belongs, or
 * what is in the file cannot be continued. The message says what to do.
 */
final class RefusedFileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** Something else stands there: it is nobody's to take away but its owner's. */
  RefusedFileException(String message) {
    this(Kind.REFUSED, message);
  }

  RefusedFileException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** A gap, where the file is the session's own and can be written anew from the journal. */
  Kind kind() {
    return kind;
  }
}
