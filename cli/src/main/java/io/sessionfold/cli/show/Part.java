package io.sessionfold.cli.show;

/** A readable part of a message. */
record Part(Kind kind, String text) {
  enum Kind {
    TEXT,
    REASONING,
    TOOL_CALL,
    TOOL_RESULT,
    OTHER
  }
}
