package io.sessionfold.projector.runner;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A sink's loop at one moment. Immutable.
 *
 * @param reason why it is not running; empty while it is
 * @param partitions those that it writes
 * @param waiting those that are assigned to it and that it cannot write yet
 * @param lag records of the journal that are not written yet, by partition; those not known are
 *     absent
 * @param positions the next journal offset to write, by partition
 * @param behindSince when the oldest record that is not written was recorded, as well as it is
 *     known
 * @param quarantined sessions that are left out, of the partitions that it writes
 * @param lastError the last outage or failure, if there was one
 * @param turnedAt when the loop said this, in nanoseconds of {@link System#nanoTime}: it says
 *     something at least after each turn
 */
public record SinkStatus(
    String sink,
    int generation,
    State state,
    String reason,
    Set<Integer> partitions,
    Set<Integer> waiting,
    Map<Integer, Long> lag,
    Map<Integer, Long> positions,
    @Nullable Instant behindSince,
    SinkCounts counts,
    int quarantined,
    @Nullable ErrorSeen lastError,
    long turnedAt) {
  /** What a loop can be doing. */
  public enum State {
    /** It has no partition yet. */
    STARTING,
    /** It writes all partitions that are assigned to it. */
    RUNNING,
    /** It writes up to one place of the journal and waits there, as it was told. */
    HELD,
    /** Some assigned partitions cannot be written yet; the others are. */
    WAITING,
    /** The store or Kafka is away; nothing is written until it is back. */
    UNAVAILABLE,
    /** It was closed. */
    STOPPED,
    /** It ended with an error that repeating does not mend. */
    FAILED
  }

  /** An error and when it was seen. */
  public record ErrorSeen(Instant at, String message) {}

  /** Copies the collections, in order. */
  public SinkStatus {
    partitions = Collections.unmodifiableSet(new TreeSet<>(partitions));
    waiting = Collections.unmodifiableSet(new TreeSet<>(waiting));
    lag = Collections.unmodifiableMap(new TreeMap<>(lag));
    positions = Collections.unmodifiableMap(new TreeMap<>(positions));
  }

  static SinkStatus starting(String sink, int generation, long turnedAt) {
    return new SinkStatus(
        sink,
        generation,
        State.STARTING,
        "no partition of the journal is assigned to this member of the group yet",
        Set.of(),
        Set.of(),
        Map.of(),
        Map.of(),
        null,
        SinkCounts.ZERO,
        0,
        null,
        turnedAt);
  }

  /** The same with another state. */
  SinkStatus with(State other, String why, @Nullable ErrorSeen error) {
    return new SinkStatus(
        sink,
        generation,
        other,
        why,
        partitions,
        waiting,
        lag,
        positions,
        behindSince,
        counts,
        quarantined,
        error == null ? lastError : error,
        turnedAt);
  }

  /** Whether it does what it is there for. */
  public boolean isReady() {
    return state == State.RUNNING || state == State.HELD;
  }

  /** The records that are not written yet, as far as they are known. */
  public long totalLag() {
    return lag.values().stream().mapToLong(Long::longValue).sum();
  }
}
