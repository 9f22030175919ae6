package io.sessionfold.json;

import io.sessionfold.json.JsonSyntaxException.Kind;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The strict reading of published text, in one pass: RFC 8259 is checked to the letter, and what
 * comes out is the same text without its insignificant whitespace. Nothing is converted, so the
 * cost is linear whatever the text holds.
 */
final class JsonSyntax {
  private final String text;
  private final int maxDepth;
  private int at;
  private int copied;
  private @Nullable StringBuilder out;

  private JsonSyntax(String text, int maxDepth) {
    this.text = text;
    this.maxDepth = maxDepth;
  }

  static String decode(byte[] utf8) throws JsonSyntaxException {
    String text = new String(utf8, StandardCharsets.UTF_8);
    int malformed = Utf8.malformedAt(utf8, text);
    if (malformed >= 0) {
      throw new JsonSyntaxException(Kind.MALFORMED, "not valid UTF-8 at byte " + malformed);
    }
    return text;
  }

  /** Exactly one value, without insignificant whitespace; the same string if there is none. */
  static String compact(String text, int maxDepth) throws JsonSyntaxException {
    JsonSyntax syntax = new JsonSyntax(text, maxDepth);
    syntax.whitespace();
    syntax.value(0);
    syntax.whitespace();
    if (syntax.at < text.length()) {
      throw syntax.malformed("expected nothing after the value");
    }
    return syntax.result();
  }

  private void value(int depth) throws JsonSyntaxException {
    switch (peek()) {
      case '{' -> object(deeper(depth));
      case '[' -> array(deeper(depth));
      case '"' -> string();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> number();
    }
  }

  private int deeper(int depth) throws JsonSyntaxException {
    if (depth == maxDepth) {
      throw refused(Kind.TOO_DEEP, "nested deeper than " + maxDepth + " levels");
    }
    at++;
    whitespace();
    return depth + 1;
  }

  private void object(int depth) throws JsonSyntaxException {
    if (peek() == '}') {
      at++;
      return;
    }
    MemberNames names = new MemberNames();
    do {
      name(names);
      value(depth);
    } while (goesOn('}'));
  }

  private void name(MemberNames names) throws JsonSyntaxException {
    if (peek() != '"') {
      throw malformed("expected a member name");
    }
    int start = at;
    string();
    if (!names.add(JsonScan.unquote(text, start, at))) {
      at = start;
      throw refused(Kind.DUPLICATE_NAME, "a member name occurs twice");
    }
    whitespace();
    if (peek() != ':') {
      throw malformed("expected ':'");
    }
    at++;
    whitespace();
  }

  private void array(int depth) throws JsonSyntaxException {
    if (peek() == ']') {
      at++;
      return;
    }
    do {
      value(depth);
    } while (goesOn(']'));
  }

  /** Takes a comma or the end of the container; true after a comma. */
  private boolean goesOn(char end) throws JsonSyntaxException {
    whitespace();
    char c = peek();
    if (c != ',' && c != end) {
      throw malformed("expected ',' or '" + end + "'");
    }
    at++;
    if (c == end) {
      return false;
    }
    whitespace();
    return true;
  }

  private void string() throws JsonSyntaxException {
    at++;
    while (true) {
      plain();
      char c = peek();
      if (c == '"') {
        at++;
        return;
      }
      if (c == '\\') {
        escape();
      } else if (c >= ' ') {
        pair(c);
      } else if (at == text.length()) {
        throw malformed("a string does not end");
      } else {
        throw malformed("a control character in a string is not escaped");
      }
    }
  }

  /** Goes past the characters of a string that need no second look. */
  private void plain() {
    int i = at;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c)) {
        break;
      }
      i++;
    }
    at = i;
  }

  private void escape() throws JsonSyntaxException {
    char c = at + 1 < text.length() ? text.charAt(at + 1) : 0;
    switch (c) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at += 2;
      case 'u' -> {
        for (int i = at + 2; i < at + 6; i++) {
          if (i >= text.length() || !isHex(text.charAt(i))) {
            throw malformed("an escape is not four hexadecimal digits");
          }
        }
        at += 6;
      }
      default -> throw malformed("an unknown escape");
    }
  }

  /** A surrogate that is not escaped has a UTF-8 form only as half of a pair. */
  private void pair(char c) throws JsonSyntaxException {
    if (!Character.isHighSurrogate(c)
        || at + 1 == text.length()
        || !Character.isLowSurrogate(text.charAt(at + 1))) {
      throw malformed("an unpaired surrogate");
    }
    at += 2;
  }

  private void literal(String word) throws JsonSyntaxException {
    if (!text.startsWith(word, at)) {
      throw malformed("expected a value");
    }
    at += word.length();
  }

  private void number() throws JsonSyntaxException {
    if (peek() == '-') {
      at++;
    } else if (!isDigit(peek())) {
      throw malformed("expected a value");
    }
    if (peek() == '0') {
      at++;
    } else {
      digits();
    }
    if (peek() == '.') {
      at++;
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
  }

  private void digits() throws JsonSyntaxException {
    if (!isDigit(peek())) {
      throw malformed("expected a digit");
    }
    do {
      at++;
    } while (isDigit(peek()));
  }

  private void whitespace() {
    int from = at;
    while (at < text.length() && isWhitespace(text.charAt(at))) {
      at++;
    }
    if (at > from) {
      StringBuilder kept = out == null ? new StringBuilder(text.length()) : out;
      out = kept.append(text, copied, from);
      copied = at;
    }
  }

  private String result() {
    return out == null ? text : out.append(text, copied, text.length()).toString();
  }

  /** The next character; at the end NUL, which no JSON has outside of its escapes. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private static boolean isWhitespace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isHex(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  private JsonSyntaxException malformed(String reason) {
    return refused(
        Kind.MALFORMED, at < text.length() ? reason : "the text ends inside a value, " + reason);
  }

  private JsonSyntaxException refused(Kind kind, String reason) {
    int line = 1;
    int lineStart = 0;
    for (int i = text.indexOf('\n'); i >= 0 && i < at; i = text.indexOf('\n', i + 1)) {
      line++;
      lineStart = i + 1;
    }
    int column = at - lineStart + 1;
    return new JsonSyntaxException(kind, reason + " at line " + line + ", column " + column);
  }
}
