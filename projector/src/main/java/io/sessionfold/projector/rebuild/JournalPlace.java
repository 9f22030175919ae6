package io.sessionfold.projector.rebuild;

import io.sessionfold.sink.Watermark;
import java.util.Map;

/** What making a journal needs of the process that a rebuild runs in. */
public interface JournalPlace {
  /** The highest number of a journal that was ever recorded; 0 if there is none. */
  int last();

  /**
   * Makes and records the topics of a journal, with the limits of this process; may be repeated.
   *
   * @return the id of its topic
   * @throws RebuildException if it cannot be made, or was made with other limits
   */
  String make(int journal);

  /** Begins to sequence a journal in this process, as other processes do. */
  RebuildPlace.Following sequence(int journal);

  /** How far a journal covers the event log, as its projectors have committed it. */
  Map<Integer, Watermark> sequenced(int journal);

  /** The read_committed ends of the event log, as next offsets by partition. */
  Map<Integer, Watermark> eventLogEnds();

  /** The ends of a journal when all that was being written to it is either there or given up. */
  Map<Integer, Long> settledEnds(int journal);

  /** Is told of each event that is not the same in the new journal and in the active one. */
  void differs(OutcomeDifference difference);
}
