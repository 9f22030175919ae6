package io.sessionfold.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One JSON value as its own text, without insignificant whitespace. Key order, number lexemes and
 * escapes are those of the text that was parsed; two values are equal only if their texts are.
 *
 * <p>Every instance holds valid JSON without duplicate member names and at most {@link #MAX_DEPTH}
 * levels deep. Immutable and thread-safe.
 */
public final class JsonText {
  /** The deepest nesting of objects and arrays that is taken; the outermost counts as 1. */
  public static final int MAX_DEPTH = 64;

  /** The value {@code null}. */
  public static final JsonText NULL = new JsonText("null");

  /** The empty object. */
  public static final JsonText EMPTY_OBJECT = new JsonText("{}");

  /** The kinds of JSON values. */
  public enum Kind {
    OBJECT,
    ARRAY,
    STRING,
    NUMBER,
    BOOLEAN,
    NULL
  }

  private final String text;

  private JsonText(String text) {
    this.text = text;
  }

  /** Parses UTF-8, strictly; see {@link #parse(String)}. */
  public static JsonText parse(byte[] utf8) throws JsonSyntaxException {
    return parse(JsonSyntax.decode(utf8));
  }

  /**
   * Parses one value, strictly: RFC 8259, no duplicate names, bounded depth, no byte order mark, no
   * surrogate that is neither paired nor escaped.
   *
   * @throws JsonSyntaxException for anything else, saying where
   */
  public static JsonText parse(String text) throws JsonSyntaxException {
    return new JsonText(JsonSyntax.compact(text, MAX_DEPTH));
  }

  /**
   * Parses an object that carries values of full depth inside of it.
   *
   * @param levels how many levels stand around such a value: so many more than {@link #parse} takes
   * @throws JsonSyntaxException as {@link #parse(String)}
   */
  public static JsonText parseAround(byte[] utf8, int levels) throws JsonSyntaxException {
    return new JsonText(JsonSyntax.compact(JsonSyntax.decode(utf8), MAX_DEPTH + levels));
  }

  /**
   * Wraps text that is valid and compact by construction: a piece of a parsed value, or one that
   * our own codecs wrote. Nothing is checked.
   */
  public static JsonText trusted(String compact) {
    return new JsonText(compact);
  }

  /** A string value in its shortest form. */
  public static JsonText of(String value) {
    StringBuilder out = new StringBuilder(value.length() + 2);
    JsonWriter.quote(out, value);
    return new JsonText(out.toString());
  }

  /** An integer. */
  public static JsonText of(long value) {
    return new JsonText(Long.toString(value));
  }

  /** The kind of the value, told from its first character. */
  public Kind kind() {
    return switch (text.charAt(0)) {
      case '{' -> Kind.OBJECT;
      case '[' -> Kind.ARRAY;
      case '"' -> Kind.STRING;
      case 't', 'f' -> Kind.BOOLEAN;
      case 'n' -> Kind.NULL;
      default -> Kind.NUMBER;
    };
  }

  /** Whether the value is {@code null}. */
  public boolean isNull() {
    return kind() == Kind.NULL;
  }

  /** The members of an object in their order; names are decoded, values verbatim. */
  public Map<String, JsonText> members() {
    require(Kind.OBJECT);
    Map<String, JsonText> members = new LinkedHashMap<>();
    int i = 1;
    while (text.charAt(i) != '}') {
      int nameEnd = JsonScan.stringEnd(text, i);
      int valueEnd = JsonScan.valueEnd(text, nameEnd + 1);
      members.put(
          JsonScan.unquote(text, i, nameEnd), new JsonText(text.substring(nameEnd + 1, valueEnd)));
      i = text.charAt(valueEnd) == ',' ? valueEnd + 1 : valueEnd;
    }
    return members;
  }

  /** The same object with another value of a member that it has; all other text stays. */
  public JsonText with(String name, JsonText value) {
    require(Kind.OBJECT);
    int i = 1;
    while (text.charAt(i) != '}') {
      int nameEnd = JsonScan.stringEnd(text, i);
      int valueEnd = JsonScan.valueEnd(text, nameEnd + 1);
      if (JsonScan.unquote(text, i, nameEnd).equals(name)) {
        return new JsonText(text.substring(0, nameEnd + 1) + value + text.substring(valueEnd));
      }
      i = text.charAt(valueEnd) == ',' ? valueEnd + 1 : valueEnd;
    }
    throw new IllegalArgumentException("there is no member of that name");
  }

  /** The elements of an array. */
  public List<JsonText> elements() {
    require(Kind.ARRAY);
    List<JsonText> elements = new ArrayList<>();
    int i = 1;
    while (text.charAt(i) != ']') {
      int end = JsonScan.valueEnd(text, i);
      elements.add(new JsonText(text.substring(i, end)));
      i = text.charAt(end) == ',' ? end + 1 : end;
    }
    return elements;
  }

  /** The decoded value of a string; may contain lone surrogates if the text escapes them. */
  public String string() {
    require(Kind.STRING);
    return JsonScan.unquote(text, 0, text.length());
  }

  /**
   * The value of an integral number, whatever its form ({@code 1}, {@code 1.0}, {@code 1e3}).
   *
   * @throws ArithmeticException if it is not integral or does not fit
   */
  public long integer() {
    require(Kind.NUMBER);
    return JsonNumbers.integer(text);
  }

  /** The value of a boolean. */
  public boolean bool() {
    require(Kind.BOOLEAN);
    return text.charAt(0) == 't';
  }

  /** How deep objects and arrays are nested; 0 for a scalar. */
  public int depth() {
    return JsonScan.depth(text);
  }

  /** The same value with the members of every object in RFC 8785 order, lexemes kept. */
  public JsonText canonical() {
    return new JsonText(JsonCanonical.sorted(text));
  }

  /** The length of the text in UTF-8 bytes: the unit in which all limits count. */
  public int utf8Length() {
    return Utf8.length(text);
  }

  /** The text in UTF-8. */
  public byte[] utf8() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void require(Kind kind) {
    if (kind() != kind) {
      throw new IllegalStateException("expected " + kind + ", is " + kind());
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonText that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The text itself. */
  @Override
  public String toString() {
    return text;
  }
}
