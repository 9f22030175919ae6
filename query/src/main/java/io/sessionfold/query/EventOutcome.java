package io.sessionfold.query;

import io.sessionfold.journal.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of an event of the log, as one tenant may know it. */
public sealed interface EventOutcome {
  /**
   * It changed its session.
   *
   * @param revision the session's revision after it; it belongs to the active journal
   * @param agent the agent of a message or of its target; otherwise absent
   * @param index the message's number among its agent's; otherwise absent
   */
  record Applied(long revision, @Nullable String agent, @Nullable Long index)
      implements EventOutcome {}

  /**
   * It repeats an event that was applied before.
   *
   * @param of the revision that the first one got
   */
  record Duplicate(long of) implements EventOutcome {}

  /** It was rejected, for all of these reasons. */
  record Rejected(List<Reason> reasons) implements EventOutcome {
    /** Copies the list. */
    public Rejected {
      reasons = List.copyOf(reasons);
    }
  }

  /** The active generation has not got so far yet, or nothing was published there so far. */
  record Pending() implements EventOutcome {}

  /** It is not an event of this tenant, or there is no event at this place of the log. */
  record Unknown() implements EventOutcome {}
}
