package io.sessionfold.query;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of an entry in the order of a timeline: when it happened, then the topic (messages come
 * first), then that topic's own number. Of feedbacks and interventions of guardrails, which share a
 * topic and are numbered each for themselves, feedbacks come first.
 *
 * <p>It depends on the event log alone, and no later event changes it.
 *
 * @param time of the event, in milliseconds
 * @param kind {@link #MESSAGE}, {@link #FEEDBACK} or {@link #GUARDRAIL}
 * @param number {@code seq} of a message; of the others their place in their list
 */
record TimelineKey(Instant time, int kind, long number) implements Comparable<TimelineKey> {
  static final int MESSAGE = 0;
  static final int FEEDBACK = 1;
  static final int GUARDRAIL = 2;

  private static final Pattern TEXT = Pattern.compile("(-?\\d{1,18})\\.([012])\\.(\\d{1,18})");

  private static final Comparator<TimelineKey> ORDER =
      Comparator.comparing(TimelineKey::time)
          .thenComparingInt(TimelineKey::kind)
          .thenComparingLong(TimelineKey::number);

  @Override
  public int compareTo(TimelineKey other) {
    return ORDER.compare(this, other);
  }

  /** The opaque text of a cursor. */
  String text() {
    return time.toEpochMilli() + "." + kind + "." + number;
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  static TimelineKey parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw refused();
    }
    try {
      return new TimelineKey(
          Instant.ofEpochMilli(Long.parseLong(matcher.group(1))),
          Integer.parseInt(matcher.group(2)),
          Long.parseLong(matcher.group(3)));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(refused().getMessage(), e);
    }
  }

  private static IllegalArgumentException refused() {
    return new IllegalArgumentException(
        "not a cursor of a timeline: pass what the page before answered, or none for the first"
            + " page");
  }
}
