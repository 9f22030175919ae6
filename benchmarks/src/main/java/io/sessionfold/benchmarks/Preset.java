package io.sessionfold.benchmarks;

import java.util.Locale;

/** The workloads whose figures are published. */
enum Preset {
  SHORT_SESSIONS(200_000, 20_000, 500),
  SHUFFLED(200_000, 20_000, 20_000),
  LONG_SESSIONS(200_000, 200, 200),
  ONE_LONG_SESSION(100_000, 1, 1);

  private final int events;
  private final int sessions;
  private final int open;

  Preset(int events, int sessions, int open) {
    this.events = events;
    this.sessions = sessions;
    this.open = open;
  }

  Workload workload(int bytes) {
    return new Workload(toString(), events, sessions, open, bytes);
  }

  /** Messages before the measurement: the compiler takes a third of the processors until then. */
  int warmUp() {
    return stepwise() ? events : 600_000;
  }

  /** Whether its tenths are compared with each other. */
  boolean stepwise() {
    return this == ONE_LONG_SESSION;
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
