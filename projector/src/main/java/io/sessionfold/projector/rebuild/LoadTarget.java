package io.sessionfold.projector.rebuild;

import io.sessionfold.projector.store.Quarantine;
import io.sessionfold.projector.store.Watermarks;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.store.Projection;
import java.util.Set;
import java.util.function.Function;

/**
 * What a load writes to.
 *
 * @param sinks opens a sink of the generation; it is closed by whoever opened it
 * @param writers how many threads fold and write documents, each with a sink of its own
 */
public record LoadTarget(
    int generation,
    Set<Projection> projections,
    Function<Projection, SessionSink> sinks,
    int writers,
    Watermarks watermarks,
    Quarantine quarantine) {
  /** Copies the set. */
  public LoadTarget {
    projections = Set.copyOf(projections);
  }
}
