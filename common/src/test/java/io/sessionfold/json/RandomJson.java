package io.sessionfold.json;

import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Random compact JSON from a seed: every kind of value, strange names, every escape, numbers in all
 * forms. The same seed gives the same text for ever, so a failure is repeated by its seed.
 */
public final class RandomJson {
  private static final String[] NAMES = {
    "role",
    "content",
    "$set",
    "$ref",
    "a.b",
    ".",
    "",
    "%2E",
    "\\u0000",
    "\\n",
    "\\ud800",
    "Ü",
    "\u2028",
    "\uD83D\uDE00",
    "0",
    "_id",
    "\\/",
    "\\u0041",
    "A",
    "long name with spaces",
    "\\\"",
    "\\\\"
  };
  private static final String[] PIECES = {
    "a",
    "Zoë",
    " ",
    "\\n",
    "\\t",
    "\\r",
    "\\b",
    "\\f",
    "\\\\",
    "\\\"",
    "\\/",
    "/",
    "\\u0000",
    "\\u001f",
    "\\u001F",
    "\\u00e9",
    "\\u2028",
    "\u2028",
    "\\ud83d\\ude00",
    "\uD83D\uDE00",
    "\\ud800",
    "\\uDC00",
    "\u007f",
    "$",
    ".",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\uFFFD"
  };
  private static final String[] NUMBERS = {
    "0",
    "-0",
    "1",
    "-1",
    "2147483647",
    "-2147483648",
    "2147483648",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "1.0",
    "0.0",
    "-0.0",
    "1.50",
    "0.1",
    "1e3",
    "1E3",
    "1e+16",
    "1e-07",
    "1e-7",
    "1e400",
    "-1e400",
    "1e99999999999",
    "5e-324",
    "0e0",
    "0.30000000000000004",
    "123456789012345678901234567890",
    "1.7976931348623157e+308"
  };

  private final Random random;

  /** The generator of one seed. */
  public RandomJson(long seed) {
    random = new Random(seed);
  }

  /** Seeds for a parameterised test, which names the one that fails. */
  public static Stream<Long> seeds() {
    return LongStream.range(0, 500).boxed();
  }

  /** A value nested at most {@code depth} levels deep. */
  public String value(int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 4)) {
      case 0 -> pick("true", "false", "null");
      case 1 -> number();
      case 2, 3 -> string();
      case 4 -> array(depth - 1);
      default -> object(depth - 1);
    };
  }

  /** An object whose members are nested at most {@code depth} levels deep. */
  public String object(int depth) {
    Set<String> seen = new LinkedHashSet<>();
    StringBuilder out = new StringBuilder("{");
    for (int i = random.nextInt(12); i > 0; i--) {
      String name = '"' + pick(NAMES) + (random.nextInt(3) == 0 ? random.nextInt(9) : "") + '"';
      if (seen.add(JsonScan.unquote(name, 0, name.length()))) {
        out.append(out.length() > 1 ? "," : "").append(name).append(':').append(value(depth));
      }
    }
    return out.append('}').toString();
  }

  /** The same JSON with whitespace wherever it means nothing. */
  public String spaced(String compact) {
    StringBuilder out = new StringBuilder(blank());
    int i = 0;
    while (i < compact.length()) {
      char c = compact.charAt(i);
      int end = c == '"' ? JsonScan.stringEnd(compact, i) : i + 1;
      boolean apart = "{}[],:\"".indexOf(c) >= 0;
      out.append(apart ? blank() : "").append(compact, i, end).append(apart ? blank() : "");
      i = end;
    }
    return out.append(blank()).toString();
  }

  /** The text with one random edit, which mostly breaks it. */
  public String broken(String text) {
    int i = random.nextInt(text.length());
    String head = text.substring(0, i);
    return switch (random.nextInt(3)) {
      case 0 -> head;
      case 1 -> head + text.substring(i + 1);
      default ->
          head
              + pick("{", "}", "[", "]", ",", ":", "\"", "0", "e", "\\", "u", "\n", "-")
              + text.substring(i);
    };
  }

  private String array(int depth) {
    StringBuilder out = new StringBuilder("[");
    for (int i = random.nextInt(5); i > 0; i--) {
      out.append(out.length() > 1 ? "," : "").append(value(depth));
    }
    return out.append(']').toString();
  }

  private String string() {
    StringBuilder out = new StringBuilder("\"");
    for (int i = random.nextInt(8); i > 0; i--) {
      out.append(pick(PIECES));
    }
    return out.append('"').toString();
  }

  private String number() {
    return switch (random.nextInt(5)) {
      case 0 -> Long.toString(random.nextLong() >> random.nextInt(64));
      case 1 -> Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
      case 2 -> Double.toString(random.nextInt(10_000) / 100.0);
      default -> pick(NUMBERS);
    };
  }

  private String blank() {
    return pick("", "", " ", "\n", "\t", "\r\n  ");
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
