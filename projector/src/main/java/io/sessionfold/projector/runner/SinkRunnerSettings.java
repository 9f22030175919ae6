package io.sessionfold.projector.runner;

import java.time.Duration;

/**
 * How a sink's loop batches and waits. Nothing here bears on correctness.
 *
 * @param maxChanges a batch is written when it has so many records, at the latest after the poll
 *     that passes it
 * @param maxBytes likewise, in bytes of journal values
 * @param maxAge a batch is written when its first record has waited so long
 * @param busyRecords a poll that brings fewer records than this is light load, and what it brought
 *     is written at once
 * @param checkpointInterval how long what was written may wait for its checkpoint; zero: a
 *     checkpoint after each batch
 * @param commitInterval how long offsets may lag behind watermarks; they are for tools that show
 *     lag, since a sink starts from its watermarks
 * @param firstBackoff the wait after a first failed call to the store; it doubles with each further
 *     one
 * @param maxBackoff the longest such wait
 * @param closeTimeout how long a close may take
 */
public record SinkRunnerSettings(
    int maxChanges,
    long maxBytes,
    Duration maxAge,
    int busyRecords,
    Duration checkpointInterval,
    Duration commitInterval,
    Duration firstBackoff,
    Duration maxBackoff,
    Duration closeTimeout) {
  /** For a store where a write is durable when it returns. */
  public static final SinkRunnerSettings DEFAULTS =
      new SinkRunnerSettings(
          20_000,
          16L << 20,
          Duration.ofMillis(300),
          500,
          Duration.ZERO,
          Duration.ofSeconds(1),
          Duration.ofMillis(100),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30));

  /** For files, where a checkpoint costs an fsync for each file that was touched. */
  public static final SinkRunnerSettings FILES =
      DEFAULTS.withCheckpointInterval(Duration.ofSeconds(2));

  /** Refuses what cannot work, naming the setting. */
  public SinkRunnerSettings {
    atLeast("maxChanges", maxChanges, 1);
    atLeast("maxBytes", maxBytes, 1);
    atLeast("busyRecords", busyRecords, 1);
    atLeast("maxAge", maxAge.toMillis(), 0);
    atLeast("checkpointInterval", checkpointInterval.toMillis(), 0);
    atLeast("commitInterval", commitInterval.toMillis(), 0);
    atLeast("firstBackoff", firstBackoff.toMillis(), 1);
    atLeast("maxBackoff", maxBackoff.toMillis(), firstBackoff.toMillis());
    atLeast("closeTimeout", closeTimeout.toMillis(), 1);
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is at least " + least + ", not " + value);
    }
  }

  /** The same with another checkpoint interval. */
  public SinkRunnerSettings withCheckpointInterval(Duration interval) {
    return new SinkRunnerSettings(
        maxChanges,
        maxBytes,
        maxAge,
        busyRecords,
        interval,
        commitInterval,
        firstBackoff,
        maxBackoff,
        closeTimeout);
  }

  /** The same with other bounds of a batch. */
  public SinkRunnerSettings withBatch(int changes, long bytes, Duration age) {
    return new SinkRunnerSettings(
        changes,
        bytes,
        age,
        busyRecords,
        checkpointInterval,
        commitInterval,
        firstBackoff,
        maxBackoff,
        closeTimeout);
  }
}
