package io.sessionfold.journal;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** Times as text: RFC 3339, UTC, always three fraction digits, so that text order is time order. */
public final class Times {
  /** The last instant that has a four-digit year. */
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00.000Z");

  private static final long SECONDS_A_DAY = 86_400;

  private static final byte[] TEMPLATE =
      "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);

  private Times() {}

  /**
   * The fixed-width text of an instant, truncated to milliseconds.
   *
   * @throws DateTimeException if it is not within the years 0000 to 9999
   */
  public static String format(Instant time) {
    long seconds = time.getEpochSecond();
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_A_DAY));
    if (date.getYear() < 0 || date.getYear() > 9999) {
      throw new DateTimeException("the year " + date.getYear() + " has more than four digits");
    }
    int second = (int) Math.floorMod(seconds, SECONDS_A_DAY);
    // One byte a character, which a string takes over without looking for more.
    byte[] out = TEMPLATE.clone();
    pad(out, 0, 4, date.getYear());
    pad(out, 5, 2, date.getMonthValue());
    pad(out, 8, 2, date.getDayOfMonth());
    pad(out, 11, 2, second / 3_600);
    pad(out, 14, 2, second / 60 % 60);
    pad(out, 17, 2, second % 60);
    pad(out, 20, 3, time.getNano() / 1_000_000);
    return new String(out, StandardCharsets.ISO_8859_1);
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

  private static void pad(byte[] out, int at, int width, int value) {
    int rest = value;
    for (int i = at + width - 1; i >= at; i--) {
      out[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
