package io.sessionfold.bson;

import org.bson.BsonArray;
import org.bson.BsonType;
import org.bson.BsonValue;

/** Reads compact, valid JSON into BSON bytes in one pass, noting whether it can be written back. */
final class JsonToBson {
  /** What Unicode shows for a NUL. */
  private static final int NUL_SYMBOL = 0x2400;

  private final String text;
  private BsonBuffer out = new BsonBuffer(0);
  private int at;
  private boolean exact = true;

  JsonToBson(String text) {
    this.text = text;
  }

  BsonReading read() {
    BsonValue value = value();
    return new BsonReading(value, exact);
  }

  private BsonValue value() {
    return switch (text.charAt(at)) {
      case '{' -> document();
      case '[' -> array();
      default -> scalar();
    };
  }

  private BsonValue document() {
    // Types and lengths add less than an eighth to most text. The elements of an array begin small:
    // a raw document keeps its whole buffer, so one for the rest of the text each would be
    // quadratic.
    out = new BsonBuffer(at == 0 ? Math.min(text.length(), 1 << 20) * 9 / 8 + 32 : 64);
    object();
    return out.document();
  }

  private BsonArray array() {
    BsonArray array = new BsonArray();
    at++;
    while (text.charAt(at) != ']') {
      array.add(value());
      skipComma();
    }
    at++;
    return array;
  }

  private BsonValue scalar() {
    out = new BsonBuffer(64);
    int start = out.placeholder();
    out.int8(0);
    out.int8(0);
    out.patchType(start + 4, element());
    out.end(start);
    return out.document().get("");
  }

  private int object() {
    int start = out.placeholder();
    at++;
    while (text.charAt(at) != '}') {
      int type = out.size();
      out.int8(0);
      characters(true);
      out.int8(0);
      at++;
      out.patchType(type, element());
      skipComma();
    }
    at++;
    out.end(start);
    return BsonType.DOCUMENT.getValue();
  }

  private int elements() {
    int start = out.placeholder();
    at++;
    for (int i = 0; text.charAt(at) != ']'; i++) {
      int type = out.size();
      out.int8(0);
      out.index(i);
      out.patchType(type, element());
      skipComma();
    }
    at++;
    out.end(start);
    return BsonType.ARRAY.getValue();
  }

  private void skipComma() {
    if (text.charAt(at) == ',') {
      at++;
    }
  }

  /** Appends a value; returns its type. */
  private int element() {
    return switch (text.charAt(at)) {
      case '{' -> object();
      case '[' -> elements();
      case '"' -> string();
      case 't' -> bool(1, "true");
      case 'f' -> bool(0, "false");
      case 'n' -> {
        at += "null".length();
        yield BsonType.NULL.getValue();
      }
      default -> number();
    };
  }

  private int bool(int value, String word) {
    out.int8(value);
    at += word.length();
    return BsonType.BOOLEAN.getValue();
  }

  private int string() {
    int length = out.placeholder();
    characters(false);
    out.int8(0);
    out.patch(length, out.size() - length - 4);
    return BsonType.STRING.getValue();
  }

  /** Appends the characters of the string literal at hand, which is a member's name or a value. */
  private void characters(boolean name) {
    at++;
    while (true) {
      at = out.plain(text, at);
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return;
      }
      if (c == '\\') {
        escape(name);
      } else {
        int codePoint = text.codePointAt(at);
        exact &= codePoint >= 0x10000 || !Character.isSurrogate(c);
        out.codePoint(codePoint);
        at += Character.charCount(codePoint);
      }
    }
  }

  private void escape(boolean name) {
    char c = text.charAt(at + 1);
    if (c == 'u') {
      unicode(name);
      return;
    }
    exact &= c != '/';
    out.int8(
        switch (c) {
          case 'n' -> '\n';
          case 't' -> '\t';
          case 'r' -> '\r';
          case 'b' -> '\b';
          case 'f' -> '\f';
          default -> c;
        });
    at += 2;
  }

  private void unicode(boolean name) {
    char c = (char) Integer.parseInt(text, at + 2, at + 6, 16);
    exact &= isShortest(c);
    at += 6;
    if (c == 0 && name) {
      exact = false;
      out.codePoint(NUL_SYMBOL);
    } else if (Character.isHighSurrogate(c) && text.startsWith("\\u", at)) {
      char low = (char) Integer.parseInt(text, at + 2, at + 6, 16);
      boolean pair = Character.isLowSurrogate(low);
      out.codePoint(pair ? Character.toCodePoint(c, low) : c);
      at += pair ? 6 : 0;
    } else {
      out.codePoint(c);
    }
  }

  /** Whether our own writer would escape {@code c} as the six characters at hand. */
  private boolean isShortest(char c) {
    char last = text.charAt(at + 5);
    boolean upperCase = last >= 'A' && last <= 'F';
    return c < ' ' && "\b\t\n\f\r".indexOf(c) < 0 && !upperCase;
  }

  private int number() {
    int start = at;
    boolean integral = true;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ',' || c == '}' || c == ']') {
        break;
      }
      integral &= c == '-' || (c >= '0' && c <= '9');
      at++;
    }
    boolean minusZero = text.charAt(start) == '-' && text.charAt(start + 1) == '0';
    if (integral && !minusZero && at - start <= 20) {
      return integer(start);
    }
    return fraction(text.substring(start, at));
  }

  private int integer(int start) {
    boolean negative = text.charAt(start) == '-';
    // The negative range is the larger one, so every long is built as its negative.
    long value = 0;
    for (int i = negative ? start + 1 : start; i < at; i++) {
      int digit = text.charAt(i) - '0';
      if (value < Long.MIN_VALUE / 10 || value * 10 < Long.MIN_VALUE + digit) {
        return fraction(text.substring(start, at));
      }
      value = value * 10 - digit;
    }
    if (!negative && value == Long.MIN_VALUE) {
      return fraction(text.substring(start, at));
    }
    return integer(negative ? value : -value);
  }

  private int integer(long value) {
    if (value == (int) value) {
      out.int32((int) value);
      return BsonType.INT32.getValue();
    }
    out.int64(value);
    return BsonType.INT64.getValue();
  }

  private int fraction(String lexeme) {
    double value = Double.parseDouble(lexeme);
    if (Double.isInfinite(value)) {
      exact = false;
      int length = out.placeholder();
      out.characters(lexeme);
      out.patch(length, lexeme.length() + 1);
      return BsonType.STRING.getValue();
    }
    exact &= DoubleText.isTextOf(lexeme, value);
    out.int64(Double.doubleToRawLongBits(value));
    return BsonType.DOUBLE.getValue();
  }
}
