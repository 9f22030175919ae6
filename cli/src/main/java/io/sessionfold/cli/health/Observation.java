package io.sessionfold.cli.health;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One part at one moment, as it says itself. A value.
 *
 * @param part its name on the command line
 * @param state what it calls its state, for people
 * @param reason why it does not run, or what it does without although it runs; else empty
 * @param saidAt when it said so, in nanoseconds of {@link System#nanoTime}
 * @param backlog by partition, where it is and what is left there, as far as that is known
 * @param behindSince when the oldest record that is left was recorded, as well as it is known
 */
public record Observation(
    String part,
    Kind kind,
    String state,
    String reason,
    long saidAt,
    Map<String, At> backlog,
    @Nullable Instant behindSince) {
  /** What a state means for health. */
  public enum Kind {
    /** It does what it is there for. */
    RUNNING,
    /**
     * It does not, and goes on by itself: a store is away, state is restored, a lock is waited for.
     */
    WAITING,
    /** It ended, and does not come back. */
    FAILED
  }

  /**
   * On one partition.
   *
   * @param position the first offset that is left
   * @param lag the records from there to the end
   */
  public record At(long position, long lag) {}

  /** Copies the map, in order. */
  public Observation {
    backlog = Collections.unmodifiableMap(new TreeMap<>(backlog));
  }

  /** The records that are left on all partitions. */
  public long lag() {
    return backlog.values().stream().mapToLong(At::lag).sum();
  }
}
