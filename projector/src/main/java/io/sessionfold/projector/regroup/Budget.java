package io.sessionfold.projector.regroup;

import java.nio.file.Path;

/**
 * What regrouping may take.
 *
 * @param memory bytes of records held in memory; decoding one session comes on top of it. From
 *     {@value #LEAST}
 * @param scratch the directory for what does not fit, at most twice the size of the stretch; it is
 *     made when it is needed
 */
public record Budget(long memory, Path scratch) {
  private static final long LEAST = 1_024;

  /** Refuses what no record fits into. */
  public Budget {
    if (memory < LEAST) {
      throw new IllegalArgumentException("regrouping takes at least " + LEAST + " bytes of memory");
    }
  }
}
