package io.sessionfold.json;

/** Finds where values end in text that is known to be valid, compact JSON. */
final class JsonScan {
  private JsonScan() {}

  /** The index after the string literal that begins at {@code start}. */
  static int stringEnd(String text, int start) {
    int i = start + 1;
    while (true) {
      int quote = text.indexOf('"', i);
      int backslashes = 0;
      while (text.charAt(quote - 1 - backslashes) == '\\') {
        backslashes++;
      }
      if ((backslashes & 1) == 0) {
        return quote + 1;
      }
      i = quote + 1;
    }
  }

  /** The index after the value that begins at {@code start}. */
  static int valueEnd(String text, int start) {
    char first = text.charAt(start);
    if (first == '"') {
      return stringEnd(text, start);
    }
    if (first != '{' && first != '[') {
      return scalarEnd(text, start);
    }
    int depth = 0;
    int i = start;
    do {
      char c = text.charAt(i);
      if (c == '"') {
        i = stringEnd(text, i);
        continue;
      }
      if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      }
      i++;
    } while (depth > 0);
    return i;
  }

  /** How deep objects and arrays are nested: 0 for a scalar, 1 for an empty object. */
  static int depth(String text) {
    int depth = 0;
    int deepest = 0;
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '"') {
        i = stringEnd(text, i);
        continue;
      }
      if (c == '{' || c == '[') {
        deepest = Math.max(deepest, ++depth);
      } else if (c == '}' || c == ']') {
        depth--;
      }
      i++;
    }
    return deepest;
  }

  private static int scalarEnd(String text, int start) {
    int i = start;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == ',' || c == '}' || c == ']') {
        break;
      }
      i++;
    }
    return i;
  }

  /** The value of the string literal in {@code text[start, end)}, quotes included in the range. */
  static String unquote(String text, int start, int end) {
    int backslash = start + 1;
    // The search stops at the end of the literal: one that went on would make many short names
    // quadratic.
    while (backslash < end && text.charAt(backslash) != '\\') {
      backslash++;
    }
    if (backslash == end) {
      return text.substring(start + 1, end - 1);
    }
    StringBuilder out = new StringBuilder(end - start).append(text, start + 1, backslash);
    int i = backslash;
    while (i < end - 1) {
      char c = text.charAt(i++);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escape = text.charAt(i++);
      if (escape == 'u') {
        out.append((char) Integer.parseInt(text, i, i + 4, 16));
        i += 4;
      } else {
        out.append(unescaped(escape));
      }
    }
    return out.toString();
  }

  private static char unescaped(char escape) {
    return switch (escape) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> escape;
    };
  }
}
