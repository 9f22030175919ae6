package io.sessionfold.projector.rebuild;

import io.sessionfold.projector.regroup.Budget;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.store.Projection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * What a rebuild needs of the process that it runs in. Calls may wait, and throw {@link
 * io.sessionfold.sink.StoreUnavailableException} while a store or Kafka is away: they are made
 * again then.
 */
public interface RebuildPlace {
  /** The read_committed ends of a journal, by partition. */
  Map<Integer, Long> ends(int journal);

  /** The id of the topic of a journal. */
  String topicId(int journal);

  /** What making a new journal needs. */
  JournalPlace journals();

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
