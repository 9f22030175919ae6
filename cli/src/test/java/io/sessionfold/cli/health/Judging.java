package io.sessionfold.cli.health;

import io.sessionfold.cli.health.Observation.At;
import io.sessionfold.cli.health.Observation.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part that is observed at moments that a test names, in seconds. */
final class Judging {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(15), Duration.ofSeconds(300), Duration.ofSeconds(60));

  private @Nullable PartHealth last;

  static Moment at(long second) {
    return new Moment(Duration.ofSeconds(second).toNanos(), START.plusSeconds(second));
  }

  static Observation said(Kind kind, long second, long position, long lag) {
    return said(kind, second, Map.of("0", new At(position, lag)), null);
  }

  static Observation said(
      Kind kind, long second, Map<String, At> backlog, @Nullable Instant behindSince) {
    String reason = kind == Kind.RUNNING ? "" : "because of " + kind;
    return new Observation(
        "mongo-sink",
        kind,
        kind == Kind.RUNNING ? "running" : "unavailable",
        reason,
        Duration.ofSeconds(second).toNanos(),
        backlog,
        behindSince);
  }

  /** Observed at the moment at which it said so. */
  PartHealth sees(Kind kind, long second, long position, long lag) {
    return judges(said(kind, second, position, lag), second);
  }

  PartHealth judges(Observation said, long second) {
    last = PartHealth.judge(last, said, PATIENCE, at(second));
    return last;
  }

  /** Said every second, from one to the other. */
  PartHealth seesThroughout(Kind kind, long from, long to, long position, long lag) {
    PartHealth health = sees(kind, from, position, lag);
    for (long second = from + 1; second <= to; second++) {
      health = sees(kind, second, position, lag);
    }
    return health;
  }
}
