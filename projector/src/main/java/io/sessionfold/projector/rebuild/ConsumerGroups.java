package io.sessionfold.projector.rebuild;

/** The groups in which sinks follow generations. */
@FunctionalInterface
public interface ConsumerGroups {
  /**
   * Deletes a group with its offsets, unless it has a member.
   *
   * @return whether it is gone; not while a sink is in it
   */
  boolean delete(String group);
}
