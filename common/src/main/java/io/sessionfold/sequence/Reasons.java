package io.sessionfold.sequence;

import io.sessionfold.journal.Reason;
import io.sessionfold.journal.RejectionCode;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps what is said about an event small. A hostile event can have a reason for each of a million
 * members, and a journal record must hold them; each {@link Reason} bounds its own texts.
 */
final class Reasons {
  private static final int MOST = 100;

  private Reasons() {}

  /** The first reasons; said so where some are left out. */
  static List<Reason> bounded(List<Reason> reasons) {
    if (reasons.size() <= MOST) {
      return List.copyOf(reasons);
    }
    List<Reason> bounded = new ArrayList<>(reasons.subList(0, MOST));
    RejectionCode code = reasons.get(MOST).code();
    bounded.add(Reason.of(code, "and " + (reasons.size() - MOST) + " reasons more"));
    return bounded;
  }
}
