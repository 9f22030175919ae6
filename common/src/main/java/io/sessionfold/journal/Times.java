package io.sessionfold.journal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/** Times as text: RFC 3339, UTC, always three fraction digits, so that text order is time order. */
public final class Times {
  /** The last instant that has a four-digit year. */
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00.000Z");

  private Times() {}

  /** The fixed-width text of an instant, truncated to milliseconds. */
  public static String format(Instant time) {
    ZonedDateTime t = time.atZone(ZoneOffset.UTC);
    StringBuilder out = new StringBuilder(24);
    pad(out, t.getYear(), 4).append('-');
    pad(out, t.getMonthValue(), 2).append('-');
    pad(out, t.getDayOfMonth(), 2).append('T');
    pad(out, t.getHour(), 2).append(':');
    pad(out, t.getMinute(), 2).append(':');
    pad(out, t.getSecond(), 2).append('.');
    return pad(out, t.getNano() / 1_000_000, 3).append('Z').toString();
  }

  /**
   * Reads RFC 3339 with any offset and fraction, truncated to milliseconds; empty if it is not, or
   * is a leap second, or is not within the years 0000 to 9999 of UTC.
   */
  public static Optional<Instant> parse(String text) {
    try {
      return parse(new Scan(text));
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> parse(Scan scan) {
    long day =
        LocalDate.of(scan.digits(4), scan.after('-').digits(2), scan.after('-').digits(2))
            .toEpochDay();
    int hour = scan.after('T').digits(2);
    int minute = scan.after(':').digits(2);
    int second = scan.after(':').digits(2);
    int millis = scan.millis();
    int offset = scan.offsetMinutes();
    if (scan.failed() || hour > 23 || minute > 59 || second > 59) {
      return Optional.empty();
    }
    long seconds = ((day * 24 + hour) * 60 + minute - offset) * 60 + second;
    Instant time = Instant.ofEpochSecond(seconds, millis * 1_000_000L);
    return time.isBefore(FIRST) || time.isAfter(LAST) ? Optional.empty() : Optional.of(time);
  }

  /** Reads fixed fields one after the other; one that is not there makes it fail for good. */
  private static final class Scan {
    private final String text;
    private int at;
    private boolean failed;

    Scan(String text) {
      this.text = text;
    }

    boolean failed() {
      return failed || at != text.length();
    }

    /** Letters in either case, as RFC 3339 allows. */
    Scan after(char expected) {
      failed |= peek() != expected && peek() != Character.toLowerCase(expected);
      at++;
      return this;
    }

    int digits(int count) {
      int value = 0;
      for (int i = 0; i < count; i++) {
        failed |= !isDigit();
        value = value * 10 + (peek() - '0');
        at++;
      }
      // A date that cannot be would throw before the failure is looked at; this one always can be.
      return failed ? 1 : value;
    }

    int millis() {
      int value = 0;
      int digits = 0;
      if (peek() == '.') {
        at++;
        failed |= !isDigit();
        for (; isDigit(); at++, digits++) {
          value = digits < 3 ? value * 10 + (peek() - '0') : value;
        }
      }
      for (; digits < 3; digits++) {
        value *= 10;
      }
      return value;
    }

    int offsetMinutes() {
      char sign = peek();
      if (sign != '+' && sign != '-') {
        after('Z');
        return 0;
      }
      at++;
      int hours = digits(2);
      int minutes = after(':').digits(2);
      failed |= hours > 23 || minutes > 59;
      return (sign == '-' ? -1 : 1) * (hours * 60 + minutes);
    }

    private boolean isDigit() {
      return peek() >= '0' && peek() <= '9';
    }

    private char peek() {
      return at < text.length() ? text.charAt(at) : 0;
    }
  }

  private static StringBuilder pad(StringBuilder out, int value, int width) {
    String digits = Integer.toString(value);
    for (int i = digits.length(); i < width; i++) {
      out.append('0');
    }
    return out.append(digits);
  }
}
