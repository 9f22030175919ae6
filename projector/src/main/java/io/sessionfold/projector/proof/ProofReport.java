package io.sessionfold.projector.proof;

import java.util.Map;
import java.util.Set;

/**
 * What a proof has found.
 *
 * @param roots of each source that was compared; all the same if nothing differs
 * @param sessions that were compared
 * @param messages of those sessions, in the log
 * @param different sessions of which something differs
 * @param leftOut projections that were not compared since no sink of this installation writes them
 * @param seconds that it took, waiting for sinks not counted
 */
public record ProofReport(
    Map<Source, Roots> roots,
    long sessions,
    long messages,
    long different,
    Set<Source> leftOut,
    double seconds) {
  /** Copies the collections. */
  public ProofReport {
    roots = Map.copyOf(roots);
    leftOut = Set.copyOf(leftOut);
  }

  /** Whether every session says the same everywhere. */
  public boolean equal() {
    return different == 0;
  }
}
