package io.sessionfold.cli.health;

import java.time.Duration;

/**
 * How long a part may do nothing before it counts as what.
 *
 * @param silent a part that has said nothing for so long is not ready: one call of it takes long
 * @param hung a part that has said nothing for so long is not alive
 * @param frozen a part that says it runs, has work, and does not move for so long is not alive
 */
public record Patience(Duration silent, Duration hung, Duration frozen) {
  private static final Duration SILENT = Duration.ofSeconds(15);

  /**
   * A call to a store may take its time-outs several times before it fails, and an outage is no
   * reason to be killed. Beyond this the group has given the partitions to others anyway.
   */
  private static final Duration HUNG = Duration.ofMinutes(6);

  /** With the configured patience for a frozen part. */
  public static Patience of(Duration frozen) {
    return new Patience(SILENT, HUNG, frozen);
  }
}
