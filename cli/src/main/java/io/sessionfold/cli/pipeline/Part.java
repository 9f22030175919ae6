package io.sessionfold.cli.pipeline;

import java.util.Locale;

/** The parts that a process can run. */
public enum Part {
  PROJECTOR,
  MONGO_SINK,
  JSONL_SINK,
  GATEWAY,
  QUERY;

  /** The name on the command line. */
  public String commandName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name of the sink that it is; the projector is none. */
  public String sinkName() {
    return commandName().replace("-sink", "");
  }

  /** {@link #commandName}. */
  @Override
  public String toString() {
    return commandName();
  }
}
