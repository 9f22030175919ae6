package io.sessionfold.projector.store;

import io.sessionfold.store.QuarantineMark;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The sessions that sinks leave out.
 *
 * <p>All methods throw {@link io.sessionfold.sink.StoreUnavailableException} during an outage; the
 * same call is then repeated.
 */
public interface Quarantine {
  /**
   * Stores marks; one that is there is widened, as {@link QuarantineMark#merge} does, and keeps its
   * reason and time. When it returns, they survive the loss of a server.
   */
  void mark(Collection<QuarantineMark> marks);

  /** All marks of all sinks, those of former generations included. */
  List<QuarantineMark> all();

  /**
   * Asks the owner of its partition to release a session.
   *
   * @return whether there is such a mark
   */
  boolean request(QuarantineMark mark, Instant at);

  /** The marks of a sink whose release is asked for. */
  List<QuarantineMark> requested(int generation, String sink);

  /** Says in the mark that its release has failed. */
  void fail(QuarantineMark failed);

  /**
   * Takes a mark away, after everything that it left out is durable. A writer that should have
   * stopped long ago can bring it back: the session then counts as left out though it is whole, and
   * another release finds nothing to do.
   */
  void remove(QuarantineMark released);

  /** The marks of these partitions. */
  List<QuarantineMark> read(int generation, String sink, Set<Integer> partitions);
}
