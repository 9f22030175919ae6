package io.sessionfold.projector.proof;

import java.util.Locale;

/** A place that says what sessions are. */
public enum Source {
  /** The documents in MongoDB, written by the sink {@code mongo}. */
  DOCUMENTS("mongo"),
  /** The JSONL files, written by the sink {@code jsonl}. */
  FILES("jsonl"),
  /** The pure fold of the journal, which the others are compared with. */
  LOG("");

  private final String sink;

  Source(String sink) {
    this.sink = sink;
  }

  /** What a projection is compared as. */
  public static Source of(io.sessionfold.store.Projection projection) {
    return switch (projection) {
      case DOCUMENTS -> DOCUMENTS;
      case FILES -> FILES;
    };
  }

  /** The name of the sink that writes it; empty for the log. */
  public String sink() {
    return sink;
  }

  /** The name in output, lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
