package io.sessionfold.projector.store;

import io.sessionfold.sink.Watermark;
import java.util.Map;
import java.util.Set;

/**
 * How far sinks have got. Watermarks only rise, whoever raises them, in whatever order.
 *
 * <p>All methods throw {@link io.sessionfold.sink.StoreUnavailableException} during an outage; the
 * same call is then repeated.
 */
public interface Watermarks {
  /**
   * Raises the watermarks of these partitions. When it returns, they survive the loss of a server.
   */
  void raise(int generation, String sink, Map<Integer, Watermark> watermarks);

  /** The watermarks of these partitions; {@link Watermark#NONE} where there is none. */
  Map<Integer, Watermark> read(int generation, String sink, Set<Integer> partitions);
}
