package io.sessionfold.projector.topics;

import java.util.List;

/**
 * The result of a check.
 *
 * @param partitions of the event log; 0 if it does not exist
 * @param problems all of them at once; none if a projector can start
 */
public record TopicReport(int partitions, List<TopicProblem> problems) {
  /** Copies the list. */
  public TopicReport {
    problems = List.copyOf(problems);
  }
}
