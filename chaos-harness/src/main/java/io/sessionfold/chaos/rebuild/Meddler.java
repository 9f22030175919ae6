package io.sessionfold.chaos.rebuild;

import io.sessionfold.chaos.cluster.Cluster;

/** Does by hand what must not be, to see whether it is noticed. */
@FunctionalInterface
public interface Meddler {
  /** Lets everything be. */
  Meddler NONE = (step, cluster, from, to) -> {};

  /**
   * A step was done.
   *
   * @param from the generation that was read when it began
   * @param to the generation that is built, or swapped in
   */
  void after(Step step, Cluster cluster, int from, int to);
}
