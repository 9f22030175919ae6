package io.sessionfold.session;

import io.sessionfold.journal.Change.Applied;
import java.util.function.Consumer;

/** The changes of one session, wherever they are kept. */
@FunctionalInterface
public interface History {
  /**
   * Tells all changes, one at a time, in revision order from the first on; of a deleted session the
   * last alone is enough. It may be asked again, and may then know later changes.
   */
  void forEach(Consumer<? super Applied> change);
}
