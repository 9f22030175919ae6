package io.sessionfold.json;

import java.util.ArrayList;
import java.util.List;

/**
 * An RFC 6901 pointer to a member of an object, at any depth. The whole document (the empty
 * pointer) and array elements cannot be addressed.
 *
 * @param tokens the decoded reference tokens, at least one
 */
public record JsonPointer(List<String> tokens) {
  /** Refuses the empty pointer. */
  public JsonPointer {
    tokens = List.copyOf(tokens);
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException("a pointer names at least one member");
    }
  }

  /** A pointer leads through something that is not an object, or too deep. */
  public static final class PathConflict extends Exception {
    private static final long serialVersionUID = 1L;

    PathConflict(String message) {
      super(message);
    }
  }

  /**
   * Parses a pointer.
   *
   * @throws IllegalArgumentException if it is not one, or is empty
   */
  public static JsonPointer parse(String pointer) {
    if (!pointer.startsWith("/")) {
      throw new IllegalArgumentException("a JSON Pointer begins with '/'");
    }
    List<String> tokens = new ArrayList<>();
    for (String token : pointer.substring(1).split("/", -1)) {
      tokens.add(decode(token));
    }
    return new JsonPointer(tokens);
  }

  /** The text of a pointer to {@code tokens}, escaped. */
  public static String format(List<String> tokens) {
    StringBuilder out = new StringBuilder();
    tokens.forEach(token -> out.append('/').append(escape(token)));
    return out.toString();
  }

  /** One reference token, escaped. */
  public static String escape(String token) {
    return token.replace("~", "~0").replace("/", "~1");
  }

  /** The member of the root object that the pointer is in. */
  public String head() {
    return tokens.get(0);
  }

  private static String decode(String token) {
    for (int i = token.indexOf('~'); i >= 0; i = token.indexOf('~', i + 1)) {
      if (i + 1 == token.length() || (token.charAt(i + 1) != '0' && token.charAt(i + 1) != '1')) {
        throw new IllegalArgumentException("'~' in a JSON Pointer is followed by 0 or 1");
      }
    }
    return token.replace("~1", "/").replace("~0", "~");
  }

  /** The text of the pointer. */
  @Override
  public String toString() {
    return format(tokens);
  }
}
