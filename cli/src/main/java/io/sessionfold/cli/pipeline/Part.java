package io.sessionfold.cli.pipeline;

import java.util.Locale;

/** The parts that a process can run. */
public enum Part {
  PROJECTOR,
  MONGO_SINK,
  JSONL_SINK;

  /** The name on the command line. */
  public String commandName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@link #commandName}. */
  @Override
  public String toString() {
    return commandName();
  }
}
