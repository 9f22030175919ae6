package io.sessionfold.projector.store;

import io.sessionfold.store.QuarantineMark;
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

  /** The marks of these partitions. */
  List<QuarantineMark> read(int generation, String sink, Set<Integer> partitions);
}
