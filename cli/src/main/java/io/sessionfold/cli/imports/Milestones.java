package io.sessionfold.cli.imports;

import io.sessionfold.journal.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The positions of many published events, to be waited for a stretch at a time: how long all of
 * them take says nothing, how long one stretch takes says whether anything moves. Thread-safe.
 */
final class Milestones {
  private static final int STRETCH = 5000;

  private final int stretch;
  private final List<Position> passed = new ArrayList<>();
  private Position last = Position.NONE;
  private long events;

  Milestones() {
    this(STRETCH);
  }

  Milestones(int stretch) {
    this.stretch = stretch;
  }

  synchronized void add(Position published) {
    last = last.merge(published);
    if (++events % stretch == 0) {
      passed.add(last);
    }
  }

  /** Hands each milestone to {@code reached}, which returns when it is, and then the end. */
  void await(Consumer<Position> reached) {
    List<Position> all;
    synchronized (this) {
      all = new ArrayList<>(passed);
      all.add(last);
    }
    all.forEach(reached);
  }
}
