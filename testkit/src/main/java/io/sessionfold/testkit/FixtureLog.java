package io.sessionfold.testkit;

import java.util.List;

/**
 * A named stretch of events, the material of law and contract tests. The same name gives the same
 * records, byte for byte.
 */
public record FixtureLog(String name, List<TestEvent> events) {
  /** Copies the list. */
  public FixtureLog {
    events = List.copyOf(events);
  }

  static FixtureLog of(String name, TestEvent... events) {
    return new FixtureLog(name, List.of(events));
  }

  /** The events as records. */
  public EventLog log() {
    return EventLog.of(events);
  }

  /** The records sequenced, with small pages. */
  public Journal journal() {
    return Journal.of(log());
  }

  /** The name, for reports. */
  @Override
  public String toString() {
    return name;
  }
}
