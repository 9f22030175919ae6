package io.sessionfold.cli.config;

/** Which whole numbers a setting takes, so that a wrong one is told with the setting's key. */
record IntegerRange(int least, int most, boolean orMinusOne) {
  static IntegerRange of(Setting setting) {
    return switch (setting) {
      case PAGE_MESSAGES -> new IntegerRange(1, 5000, false);
      case PAGE_BYTES -> new IntegerRange(1, 4 << 20, false);
      case LIMIT_EVENT_BYTES -> new IntegerRange(1024, 6 << 20, false);
      case PROJECTOR_THREADS -> new IntegerRange(1, 64, false);
      case STANDBY_REPLICAS -> new IntegerRange(0, Integer.MAX_VALUE, false);
      case REPLICATION_FACTOR -> new IntegerRange(1, Short.MAX_VALUE, true);
      case HEALTH_PORT, HTTP_PORT -> new IntegerRange(0, 65_535, false);
      case HTTP_BODY_BYTES -> new IntegerRange(1024, 1 << 30, false);
      default -> new IntegerRange(1, Integer.MAX_VALUE, false);
    };
  }

  /**
   * Reads a number.
   *
   * @throws IllegalArgumentException if it is none, or outside of the range
   */
  int parse(String text) {
    int number = Integer.parseInt(text);
    if ((number < least || number > most) && !(orMinusOne && number == -1)) {
      throw new IllegalArgumentException();
    }
    return number;
  }

  /** Completes "expected …". */
  @Override
  public String toString() {
    return "a whole number from "
        + least
        + (most == Integer.MAX_VALUE ? "" : " to " + most)
        + (orMinusOne ? ", or -1 for the brokers' default" : "");
  }
}
