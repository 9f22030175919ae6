package io.sessionfold.chaos.cluster;

import java.util.List;

/** A part of the pipeline, run by the product's own command. */
public final class Part extends WovenVictim {
  private final Object arming = new Object();

  /**
   * A part; it is not started yet.
   *
   * @param name tells it from others of its role
   * @param role as {@code sessionfold run} names it
   */
  Part(String name, String role, Setting setting) {
    super(name, List.of(), List.of("run", role), setting);
  }

  /** To be held by who arms it, until that has happened. */
  public Object arming() {
    return arming;
  }

  /** Whether it has begun to do what it is there for. */
  public boolean isReady() {
    return isAlive() && hasSaid("\nready");
  }

  /** Whether it is a sink that was given every partition. */
  public boolean hasAll() {
    List<String> given = lines("writes partitions [");
    return !given.isEmpty()
        && given.get(given.size() - 1).chars().filter(c -> c == ',').count()
            == Cluster.PARTITIONS - 1;
  }
}
