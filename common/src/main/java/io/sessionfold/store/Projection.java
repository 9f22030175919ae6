package io.sessionfold.store;

import java.util.Arrays;
import java.util.Locale;

/** What a generation can have: each is written by the sink of one kind. */
public enum Projection {
  /** MongoDB documents, pages and rejections. */
  DOCUMENTS("mongo"),
  /** One JSONL file for each session. */
  FILES("jsonl");

  private final String sink;

  Projection(String sink) {
    this.sink = sink;
  }

  /** The name of the sink, as it stands in watermarks, marks and groups. */
  public String sink() {
    return sink;
  }

  /** The name in stored documents: {@code documents}, {@code files}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The projection that a sink writes. */
  public static Projection ofSink(String sink) {
    return Arrays.stream(values())
        .filter(projection -> projection.sink.equals(sink))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no sink " + sink));
  }
}
