package io.sessionfold.ingest;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Reason;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An event that the projector would reject whatever its session holds. It was not sent. Its message
 * says where the event is wrong and what is expected there, and repeats none of its content.
 */
public final class InvalidEventException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A hostile event can have a reason for each of a million members. */
  private static final int MOST_IN_MESSAGE = 20;

  private final transient List<Reason> reasons;

  InvalidEventException(SessionKey session, EventType type, List<Reason> reasons) {
    super(message(session, type, reasons));
    this.reasons = List.copyOf(reasons);
  }

  /**
   * Everything that is wrong, each with a JSON pointer into the data or the name of an attribute.
   */
  public List<Reason> reasons() {
    return reasons;
  }

  private static String message(SessionKey session, EventType type, List<Reason> reasons) {
    String listed =
        reasons.stream()
            .limit(MOST_IN_MESSAGE)
            .map(InvalidEventException::line)
            .collect(Collectors.joining("; "));
    int more = reasons.size() - MOST_IN_MESSAGE;
    return "%s for session %s is invalid and was not sent: %s%s"
        .formatted(type.wireName(), session, listed, more > 0 ? "; and " + more + " more" : "");
  }

  private static String line(Reason reason) {
    return reason.pointer().isEmpty()
        ? reason.message()
        : reason.pointer() + ": " + reason.message();
  }
}
