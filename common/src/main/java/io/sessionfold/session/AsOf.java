package io.sessionfold.session;

import io.sessionfold.journal.Times;
import java.time.Instant;
import java.util.Optional;

/** A point in the history of a session. */
public sealed interface AsOf {
  /** After the last change that there is. */
  AsOf NOW = new Back(0);

  /** How a point is written, for those who say what was expected. */
  String GRAMMAR =
      "expected a revision (12), a number of changes before the current one (-1), or a time in RFC"
          + " 3339 (2026-03-01T00:00:00Z)";

  /** After the change of that revision. */
  record AtRevision(long revision) implements AsOf {
    /** Refuses numbers below 1. */
    public AtRevision {
      if (revision < 1) {
        throw new IllegalArgumentException("revisions are numbered from 1");
      }
    }

    @Override
    public String toString() {
      return "revision " + revision;
    }
  }

  /**
   * After the last change that had been recorded at that time: the largest revision whose {@code
   * recorded_at} is not later. That is the broker's clock; the times of events are their producers'
   * own.
   */
  record AtTime(Instant time) implements AsOf {
    @Override
    public String toString() {
      return Times.format(time);
    }
  }

  /** So many changes before the current revision. */
  record Back(long changes) implements AsOf {
    /** Refuses negative numbers. */
    public Back {
      if (changes < 0) {
        throw new IllegalArgumentException("a history is gone back in by 0 changes or more");
      }
    }

    @Override
    public String toString() {
      return changes == 0 ? "now" : changes + " changes before the current revision";
    }
  }

  /**
   * The earlier of two points, fixed: counted back from where the later one was, although the
   * session may have grown meanwhile.
   *
   * @param revision that the later one turned out to be
   */
  static AsOf fixed(AsOf earlier, AsOf later, long revision) {
    if (earlier instanceof Back mine && later instanceof Back other) {
      long fixed = revision + other.changes() - mine.changes();
      return fixed < 1 ? earlier : new AtRevision(fixed);
    }
    return earlier;
  }

  /** Reads a point as people write it ({@link #GRAMMAR}); empty if it is none. */
  static Optional<AsOf> parse(String text) {
    if (text.matches("-?[0-9]{1,18}")) {
      long number = Long.parseLong(text);
      if (text.startsWith("-")) {
        return Optional.of(new Back(-number));
      }
      return number == 0 ? Optional.empty() : Optional.of(new AtRevision(number));
    }
    return Times.parse(text).map(AtTime::new);
  }
}
