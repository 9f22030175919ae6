package io.sessionfold.bson;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The one text of a double: the first of 15, 16 or 17 significant digits that reads back as the
 * same double, without trailing zeros, in the layout of Python's {@code repr}: {@code 0.0}, {@code
 * 0.0001}, {@code 1e-05}, {@code 1000000000000000.0}, {@code 1e+16}.
 *
 * <p>{@link Double#toString} would not do: its digits differ from one Java release to the next, and
 * whoever reads a stored double must get the text that its writer saw.
 */
final class DoubleText {
  /** Decimals with this many digits are told apart by a double, so no shorter one equals them. */
  private static final int DISTINCT_DIGITS = 15;

  private static final int MOST_DIGITS = 17;

  /** The exponents of scientific notation between which a number is written without it. */
  private static final int SMALLEST_FIXED = -4;

  private static final int LARGEST_FIXED = 15;

  /** Sign, 17 digits, point, exponent. */
  private static final int LONGEST = 24;

  private DoubleText() {}

  static String of(double value) {
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    BigDecimal decimal = shortest(value).stripTrailingZeros();
    String digits = decimal.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - decimal.scale();
    StringBuilder out = new StringBuilder(LONGEST);
    if (value < 0) {
      out.append('-');
    }
    if (exponent < SMALLEST_FIXED || exponent > LARGEST_FIXED) {
      scientific(out, digits, exponent);
    } else {
      fixed(out, digits, exponent + 1);
    }
    return out.toString();
  }

  /** Whether {@code lexeme}, which is read as {@code value}, is its text. */
  static boolean isTextOf(String lexeme, double value) {
    return lexeme.length() <= LONGEST && (isPlain(lexeme) || lexeme.equals(of(value)));
  }

  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = DISTINCT_DIGITS; digits < MOST_DIGITS; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (Double.parseDouble(rounded.toString()) == value) {
        return rounded;
      }
    }
    return exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN));
  }

  private static void fixed(StringBuilder out, String digits, int point) {
    if (point <= 0) {
      out.append("0.").append("0".repeat(-point)).append(digits);
    } else if (point >= digits.length()) {
      out.append(digits).append("0".repeat(point - digits.length())).append(".0");
    } else {
      out.append(digits, 0, point).append('.').append(digits, point, digits.length());
    }
  }

  private static void scientific(StringBuilder out, String digits, int exponent) {
    out.append(digits.charAt(0));
    if (digits.length() > 1) {
      out.append('.').append(digits, 1, digits.length());
    }
    out.append('e').append(exponent < 0 ? '-' : '+');
    int magnitude = Math.abs(exponent);
    out.append(magnitude < 10 ? "0" : "").append(magnitude);
  }

  /**
   * Whether a lexeme is plainly the text of its double, without computing it: fixed notation, at
   * most 15 digits, no superfluous zero at the end, few zeros at the beginning.
   */
  private static boolean isPlain(String lexeme) {
    int start = lexeme.charAt(0) == '-' ? 1 : 0;
    int point = lexeme.indexOf('.');
    int last = lexeme.length() - 1;
    if (point < 0 || last - start > DISTINCT_DIGITS || !Character.isDigit(lexeme.charAt(last))) {
      return false;
    }
    for (int i = point + 1; i < last; i++) {
      if (!Character.isDigit(lexeme.charAt(i))) {
        return false;
      }
    }
    boolean zeroAtEnd = lexeme.charAt(last) == '0' && last > point + 1;
    return !zeroAtEnd && !lexeme.startsWith("0.0000", start);
  }
}
