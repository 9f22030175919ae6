package io.sessionfold.bson;

/**
 * Agent names and metadata keys as field names that can stand in a dotted path. Ordinary names stay
 * as they are; what cannot be in a field name, or would be read as something else, is
 * percent-encoded: {@code .} as {@code %2E}, a leading {@code $} as {@code %24}, NUL as {@code
 * %00}, {@code %} itself as {@code %25}, an unpaired surrogate as {@code %u} and its four digits,
 * and the empty name as a single {@code %}.
 *
 * <p>Every name has its own encoding, and {@code decode(encode(name))} is {@code name}.
 */
public final class FieldNames {
  private static final String EMPTY = "%";
  private static final int HEX = 16;

  private FieldNames() {}

  /** The field name of any name. */
  public static String encode(String name) {
    if (name.isEmpty()) {
      return EMPTY;
    }
    StringBuilder out = new StringBuilder(name.length() + 8);
    for (int i = 0; i < name.length(); ) {
      int c = name.codePointAt(i);
      append(out, c, i == 0);
      i += Character.charCount(c);
    }
    return out.toString();
  }

  private static void append(StringBuilder out, int c, boolean first) {
    if (c == '.' || c == '%' || c == 0 || (c == '$' && first)) {
      out.append(String.format("%%%02X", c));
    } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      out.append(String.format("%%u%04X", c));
    } else {
      out.appendCodePoint(c);
    }
  }

  /**
   * The name of a field.
   *
   * @throws IllegalArgumentException if {@code field} is not something that {@link #encode} returns
   */
  public static String decode(String field) {
    if (field.equals(EMPTY)) {
      return "";
    }
    StringBuilder out = new StringBuilder(field.length());
    int from = 0;
    for (int i = field.indexOf('%'); i >= 0; i = field.indexOf('%', from)) {
      boolean wide = field.startsWith("u", i + 1);
      int digits = wide ? i + 2 : i + 1;
      int end = digits + (wide ? 4 : 2);
      out.append(field, from, i).append(unit(field, digits, end));
      from = end;
    }
    String name = out.append(field, from, field.length()).toString();
    if (!encode(name).equals(field)) {
      throw new IllegalArgumentException("not an encoded field name");
    }
    return name;
  }

  private static char unit(String field, int from, int to) {
    if (to > field.length()) {
      throw new IllegalArgumentException("not an encoded field name");
    }
    return (char) Integer.parseInt(field, from, to, HEX);
  }
}
