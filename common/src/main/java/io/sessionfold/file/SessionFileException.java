package io.sessionfold.file;

import java.io.IOException;

/** A session's file that cannot be read as one; the message says where, never the content. */
public class SessionFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What, and where. */
  public SessionFileException(String message) {
    super(message);
  }
}
