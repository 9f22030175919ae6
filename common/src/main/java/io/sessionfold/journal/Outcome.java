package io.sessionfold.journal;

import java.util.Locale;

/** What became of a record of the event log. */
public enum Outcome {
  APPLIED,
  DUPLICATE,
  REJECTED;

  /** The name in the journal, lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The outcome of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Outcome named(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
