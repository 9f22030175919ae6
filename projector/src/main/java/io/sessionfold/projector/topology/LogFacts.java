package io.sessionfold.projector.topology;

import io.sessionfold.event.IngressTopic;

/** What the brokers say about the topics of a task when it starts. */
public interface LogFacts {
  /** The offset that the next record of the partition will get at least. */
  long end(IngressTopic topic, int partition);

  /**
   * Whether the journal's partition has a change that readers of committed records see. Aborted
   * batches and transaction markers are not changes.
   */
  boolean journalHasChanges(int partition);
}
