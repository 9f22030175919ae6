package io.sessionfold.json;

/**
 * Text that is not JSON as Sessionfold takes it. The message names the place, never the content.
 */
public final class JsonSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What about the text was refused. */
  public enum Kind {
    /** Not RFC 8259 JSON, or not UTF-8. */
    MALFORMED,
    /** An object has one member name twice. */
    DUPLICATE_NAME,
    /** Objects and arrays are nested deeper than {@link JsonText#MAX_DEPTH}. */
    TOO_DEEP
  }

  private final Kind kind;

  JsonSyntaxException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** The class of the refusal. */
  public Kind kind() {
    return kind;
  }
}
