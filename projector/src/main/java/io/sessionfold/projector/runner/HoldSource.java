package io.sessionfold.projector.runner;

import io.sessionfold.store.Hold;
import java.util.List;

/** Says whether a sink is held: {@link io.sessionfold.projector.store.Holds} of its generation. */
@FunctionalInterface
public interface HoldSource {
  /** Nobody holds it. */
  HoldSource NONE = List::of;

  /**
   * The holds at this moment.
   *
   * @throws io.sessionfold.sink.StoreUnavailableException if the store is away: nothing that was
   *     polled may be written then
   * @throws io.sessionfold.projector.store.GenerationDroppedException if nothing is to be written
   *     any more
   */
  List<Hold> now();
}
