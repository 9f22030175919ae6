package io.sessionfold.chaos.fault;

import io.sessionfold.chaos.cluster.Cluster;
import java.util.Random;

/**
 * Something that goes wrong, and is over when {@link #strike} returns: what it killed runs again,
 * what it stopped goes on.
 *
 * @param kind what is left to do, or to be counted, afterwards
 */
public record Fault(String name, Kind kind, Strike strike) {
  /** What distinguishes some faults. */
  public enum Kind {
    /** Nothing. */
    PLAIN,
    /** A session is damaged or refused, so that it has to be released from quarantine. */
    DAMAGE,
    /** A process writes after its partitions were given to another. */
    ZOMBIE
  }

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
    return new Fault(name, Kind.PLAIN, strike);
  }

  static Fault damage(String name, Strike strike) {
    return new Fault(name, Kind.DAMAGE, strike);
  }

  static Fault zombie(String name, Strike strike) {
    return new Fault(name, Kind.ZOMBIE, strike);
  }

  /** Whether a process writes after its partitions were given to another. */
  public boolean zombie() {
    return kind == Kind.ZOMBIE;
  }

  @Override
  public String toString() {
    return name;
  }
}
