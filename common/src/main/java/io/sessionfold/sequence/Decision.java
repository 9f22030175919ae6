package io.sessionfold.sequence;

import io.sessionfold.event.SessionEvent;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.Reason;
import io.sessionfold.json.JsonText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a session makes of an event that is new to it. */
sealed interface Decision {
  /**
   * It is applied.
   *
   * @param resolved what the change says, typed
   * @param metadata the metadata object after it, if it touches metadata
   * @param page the facts of the change's page after it, if they change
   */
  record Apply(
      Applied change, SessionEvent resolved, @Nullable JsonText metadata, @Nullable PageFacts page)
      implements Decision {}

  /** It is rejected, for at least one reason. */
  record Reject(List<Reason> reasons) implements Decision {}
}
