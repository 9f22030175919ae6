package io.sessionfold.json;

import java.math.BigDecimal;
import java.util.Optional;

/** Reading of our own integers, whatever form a producer gave them. */
final class JsonNumbers {
  /** Longer lexemes cannot be a {@code long} in any form that a producer writes on purpose. */
  private static final int LONGEST = 64;

  /** No {@code long} has more digits, so this many need no further check. */
  private static final int PLAIN_DIGITS = 18;

  private JsonNumbers() {}

  static long integer(String lexeme) {
    if (isPlain(lexeme)) {
      return Long.parseLong(lexeme);
    }
    return moderate(lexeme)
        .orElseThrow(() -> new ArithmeticException("number out of range"))
        .longValueExact();
  }

  /** The exact value, unless the length or the exponent makes it dear to compute with. */
  static Optional<BigDecimal> moderate(String lexeme) {
    if (lexeme.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      BigDecimal value = new BigDecimal(lexeme);
      return Math.abs((long) value.scale()) > LONGEST ? Optional.empty() : Optional.of(value);
    } catch (NumberFormatException exponentBeyondInt) {
      return Optional.empty();
    }
  }

  private static boolean isPlain(String lexeme) {
    if (lexeme.length() > PLAIN_DIGITS) {
      return false;
    }
    for (int i = 0; i < lexeme.length(); i++) {
      char c = lexeme.charAt(i);
      if ((c < '0' || c > '9') && (c != '-' || i > 0)) {
        return false;
      }
    }
    return true;
  }
}
