package io.sessionfold.store;

import java.util.Locale;

/** What a generation was built from. */
public enum BuiltFrom {
  /** The journal that was active then. */
  JOURNAL,
  /** The event log, by way of a journal that was made for it. */
  EVENTS;

  /** The name in stored documents and on the command line. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The one of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static BuiltFrom named(String wireName) {
    for (BuiltFrom from : values()) {
      if (from.wireName().equals(wireName)) {
        return from;
      }
    }
    throw new IllegalArgumentException(
        "a generation is built from journal or events, not from " + wireName);
  }
}
