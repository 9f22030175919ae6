package io.sessionfold.benchmarks;

import java.util.Locale;

/** Workloads that could pass a bound of memory or of open files, if something grew with them. */
enum Extreme {
  /** A log that grew while nobody read it. */
  BACKLOG,
  /** One session of 200,000 messages. */
  LONG_SESSION,
  /** 100,000 sessions that all go on. */
  OPEN_SESSIONS,
  /** Messages of a mebibyte. */
  LARGE_MESSAGES;

  private static final int BACKLOG_BYTES = 4096;
  private static final int LARGE_BYTES = 1 << 20;

  /**
   * Its messages.
   *
   * @param gigabytes of the data of the backlog's events
   */
  Workload workload(double gigabytes) {
    return switch (this) {
      case BACKLOG -> {
        int events = (int) Math.max(1_000, gigabytes * 1e9 / BACKLOG_BYTES);
        yield new Workload(toString(), events, Math.max(1, events / 50), 1_000, BACKLOG_BYTES);
      }
      case LONG_SESSION -> new Workload(toString(), 200_000, 1, 1, 512);
      case OPEN_SESSIONS -> new Workload(toString(), 400_000, 100_000, 100_000, 512);
      case LARGE_MESSAGES -> new Workload(toString(), 1_000, 20, 20, LARGE_BYTES);
    };
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
