package io.sessionfold.projector.rebuild;

import java.util.Map;

/** Tells where a journal ends: read_committed, the next offset by partition. */
@FunctionalInterface
public interface JournalEnds {
  /** The ends at this moment, of every partition. */
  Map<Integer, Long> of(int journal);
}
