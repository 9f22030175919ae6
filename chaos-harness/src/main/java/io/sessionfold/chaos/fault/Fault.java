package io.sessionfold.chaos.fault;

import io.sessionfold.chaos.cluster.Cluster;
import java.util.Random;

/**
 * Something that goes wrong, and is over when {@link #strike} returns: what it killed runs again,
 * what it stopped goes on.
 *
 * @param zombie whether a process writes after its partitions were given to another
 */
public record Fault(String name, boolean zombie, Strike strike) {
  /** How it goes wrong. */
  @FunctionalInterface
  public interface Strike {
    /**
     * Does it.
     *
     * @param random of the round, so that the same seed does the same
     * @return whether it had the effect that it is named after; a point may not be passed in time
     */
    boolean on(Cluster cluster, Random random);
  }

  static Fault of(String name, Strike strike) {
    return new Fault(name, false, strike);
  }

  static Fault zombie(String name, Strike strike) {
    return new Fault(name, true, strike);
  }

  @Override
  public String toString() {
    return name;
  }
}
