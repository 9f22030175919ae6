package io.sessionfold.query;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A range of times.
 *
 * @param from the first instant in it; absent: since ever
 * @param before the first instant after it; absent: open
 */
public record TimeRange(@Nullable Instant from, @Nullable Instant before) {
  /** Every time. */
  public static final TimeRange ALL = new TimeRange(null, null);

  /** Refuses a range that ends before it begins. */
  public TimeRange {
    if (from != null && before != null && before.isBefore(from)) {
      throw new IllegalArgumentException("a time range begins before it ends");
    }
  }
}
