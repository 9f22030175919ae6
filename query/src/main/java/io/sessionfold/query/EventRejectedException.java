package io.sessionfold.query;

import io.sessionfold.journal.Position;
import io.sessionfold.journal.Reason;
import java.util.List;

/** The event that a read's token stands for was rejected, so that no read will ever show it. */
public final class EventRejectedException extends QueryException {
  private static final long serialVersionUID = 1L;

  private final transient Position position;
  private final transient List<Reason> reasons;

  EventRejectedException(String message, Position position, List<Reason> reasons) {
    super(message, null);
    this.position = position;
    this.reasons = List.copyOf(reasons);
  }

  /** Where the rejected event stands in the event log. */
  public Position position() {
    return position;
  }

  /** Every reason for which it was rejected. */
  public List<Reason> reasons() {
    return reasons;
  }
}
