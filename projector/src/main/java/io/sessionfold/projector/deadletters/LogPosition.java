package io.sessionfold.projector.deadletters;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in the event log, written {@code topic-partition-offset}. */
public record LogPosition(String topic, int partition, long offset) {
  private static final Pattern FORM = Pattern.compile("([A-Za-z0-9._-]+)-(\\d{1,9})-(\\d{1,18})");

  /** Reads what {@link #toString} writes. */
  public static Optional<LogPosition> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new LogPosition(
                matcher.group(1),
                Integer.parseInt(matcher.group(2)),
                Long.parseLong(matcher.group(3))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return topic + "-" + partition + "-" + offset;
  }
}
