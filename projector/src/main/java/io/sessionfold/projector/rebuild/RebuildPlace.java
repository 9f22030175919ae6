package io.sessionfold.projector.rebuild;

import io.sessionfold.projector.regroup.Budget;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.sink.Watermark;
import io.sessionfold.store.Projection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;

/** What a rebuild needs of the process that it runs in. Calls may wait for stores and brokers. */
public interface RebuildPlace {
  /** The read_committed ends of a journal, by partition. */
  Map<Integer, Long> ends(int journal);

  /** The id of the topic of a journal. */
  String topicId(int journal);

  /** The ends of a journal when all that was being written to it is either there or given up. */
  Map<Integer, Long> settledEnds(int journal);

  /** The read_committed ends of the event log, as next offsets by partition. */
  Map<Integer, Watermark> eventLogEnds();

  /** How far a journal covers the event log, as its projectors have committed it. */
  Map<Integer, Watermark> sequenced(int journal);

  /** The highest number of a journal that was ever recorded; 0 if there is none. */
  int lastJournal();

  /**
   * Makes and records the topics of a journal, with the limits of this process; may be repeated.
   *
   * @return the id of its topic
   * @throws RebuildException if it cannot be made, or was made with other limits
   */
  String makeJournal(int journal);

  /** Begins to sequence a journal in this process, as other processes do. */
  Following sequence(int journal);

  /** Is told of each event that is not the same in the new journal and in the active one. */
  void differs(OutcomeDifference difference);

  /** A consumer of the journal without a group, read_committed. */
  Consumer<byte[], byte[]> consumer();

  /** A sink that writes a generation; closed by the rebuild. Documents have no indexes yet. */
  SessionSink sink(Projection projection, int generation);

  /** Makes the indexes of a generation's documents; may be repeated. */
  void index(int generation);

  /** What regrouping may take. */
  Budget budget();

  /** Begins to follow the journal with the sinks of a generation, as other processes do. */
  Following follow(int generation);

  /** Sinks, or a projector, that follow until they are closed. */
  interface Following extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Compares a generation that is held at a place of the journal with the log.
   *
   * @return the differences, for people; none: it is proved
   */
  List<String> prove(int generation, Map<Integer, Long> vector);
}
