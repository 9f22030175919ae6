package io.sessionfold.json;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes one compact object, member by member, into text. Members with a {@code null} value are
 * left out, so that a member is either there or absent, never {@code null} by accident.
 *
 * <p>Strings are written in their shortest form: only the quotation mark, the backslash and control
 * characters are escaped, as RFC 8785 does it; a lone surrogate is written as its escape.
 */
public final class JsonWriter {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final StringBuilder out;
  private boolean first = true;

  /** A writer with room for about {@code capacity} characters. */
  public JsonWriter(int capacity) {
    out = new StringBuilder(capacity).append('{');
  }

  /** A writer for a small object. */
  public JsonWriter() {
    this(128);
  }

  /** Adds a string. */
  public JsonWriter add(String name, @Nullable String value) {
    if (value != null) {
      name(name);
      quote(out, value);
    }
    return this;
  }

  /** Adds an integer. */
  public JsonWriter add(String name, long value) {
    name(name);
    out.append(value);
    return this;
  }

  /** Adds an integer where there is one. */
  public JsonWriter add(String name, @Nullable Long value) {
    return value == null ? this : add(name, value.longValue());
  }

  /** Adds a boolean. */
  public JsonWriter add(String name, boolean value) {
    name(name);
    out.append(value);
    return this;
  }

  /** Adds a value verbatim. */
  public JsonWriter add(String name, @Nullable JsonText value) {
    if (value != null) {
      name(name);
      out.append(value);
    }
    return this;
  }

  /** Adds an object of verbatim values, in the order of the map. */
  public JsonWriter add(String name, @Nullable Map<String, JsonText> values) {
    return values == null ? this : add(name, object(values));
  }

  /** Adds an array of verbatim values. */
  public JsonWriter add(String name, @Nullable Iterable<JsonText> values) {
    return values == null ? this : add(name, array(values));
  }

  /** Adds all members of an object verbatim, in its order; none of them may be there already. */
  public JsonWriter addAll(JsonText object) {
    String text = object.toString();
    if (object.kind() != JsonText.Kind.OBJECT) {
      throw new IllegalArgumentException("only an object has members");
    }
    if (text.length() > 2) {
      separate();
      out.append(text, 1, text.length() - 1);
    }
    return this;
  }

  /** The object; the writer is not used after it. */
  public JsonText done() {
    return JsonText.trusted(out.append('}').toString());
  }

  /** An object of verbatim values, in the order of the map. */
  public static JsonText object(Map<String, JsonText> values) {
    JsonWriter writer = new JsonWriter(64 + 32 * values.size());
    values.forEach(writer::add);
    return writer.done();
  }

  /** An array of verbatim values. */
  public static JsonText array(Iterable<JsonText> values) {
    StringBuilder out = new StringBuilder("[");
    for (JsonText value : values) {
      if (out.length() > 1) {
        out.append(',');
      }
      out.append(value);
    }
    return JsonText.trusted(out.append(']').toString());
  }

  private void name(String name) {
    separate();
    quote(out, name);
    out.append(':');
  }

  private void separate() {
    if (first) {
      first = false;
    } else {
      out.append(',');
    }
  }

  /** Appends {@code value} as a string literal in its shortest form. */
  public static void quote(StringBuilder out, String value) {
    out.append('"');
    int from = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= ' ' && c != '"' && c != '\\' && !isLoneSurrogate(value, i, c)) {
        continue;
      }
      out.append(value, from, i);
      escape(out, c);
      from = i + 1;
    }
    out.append(value, from, value.length()).append('"');
  }

  private static boolean isLoneSurrogate(String value, int i, char c) {
    if (!Character.isSurrogate(c)) {
      return false;
    }
    if (Character.isHighSurrogate(c)) {
      return i + 1 == value.length() || !Character.isLowSurrogate(value.charAt(i + 1));
    }
    return i == 0 || !Character.isHighSurrogate(value.charAt(i - 1));
  }

  private static void escape(StringBuilder out, char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\t' -> out.append("\\t");
      case '\r' -> out.append("\\r");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      default ->
          out.append("\\u")
              .append(HEX[c >> 12])
              .append(HEX[(c >> 8) & 15])
              .append(HEX[(c >> 4) & 15])
              .append(HEX[c & 15]);
    }
  }
}
