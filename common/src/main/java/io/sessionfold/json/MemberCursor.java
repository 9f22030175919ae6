package io.sessionfold.json;

import org.jspecify.annotations.Nullable;

/**
 * Goes through the members of an object whose order is known, as that of what our own codecs wrote:
 * it spares the map that {@link JsonText#members} makes. Not thread-safe.
 */
public final class MemberCursor {
  private final String text;
  private int at = 1;

  /** In front of the first member. */
  public MemberCursor(JsonText object) {
    if (object.kind() != JsonText.Kind.OBJECT) {
      throw new IllegalStateException("expected OBJECT, is " + object.kind());
    }
    text = object.toString();
  }

  /**
   * The value of the next member, if it has that name; then the cursor stands behind it.
   *
   * @param name as it is written, without escapes
   */
  public @Nullable JsonText next(String name) {
    int nameEnd = at + 1 + name.length();
    if (text.charAt(at) != '"' || !text.startsWith(name, at + 1) || text.charAt(nameEnd) != '"') {
      return null;
    }
    int valueEnd = JsonScan.valueEnd(text, nameEnd + 2);
    JsonText value = JsonText.trusted(text.substring(nameEnd + 2, valueEnd));
    at = text.charAt(valueEnd) == ',' ? valueEnd + 1 : valueEnd;
    return value;
  }

  /** Whether no member is left. */
  public boolean isAtEnd() {
    return text.charAt(at) == '}';
  }
}
