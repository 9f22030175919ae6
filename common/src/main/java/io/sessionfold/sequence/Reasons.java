package io.sessionfold.sequence;

import io.sessionfold.journal.Reason;
import io.sessionfold.journal.RejectionCode;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps what is said about an event small. A hostile event can have a reason for each of a million
 * members, and a member's name of megabytes in each; a journal record must hold them.
 */
final class Reasons {
  private static final int MOST = 100;
  private static final int LONGEST_TEXT = 512;

  private Reasons() {}

  /** The first reasons, cut to a bearable length; said so where some are left out. */
  static List<Reason> bounded(List<Reason> reasons) {
    List<Reason> bounded = new ArrayList<>();
    for (Reason reason : reasons.subList(0, Math.min(reasons.size(), MOST))) {
      bounded.add(new Reason(reason.code(), cut(reason.pointer()), cut(reason.message())));
    }
    if (reasons.size() > MOST) {
      RejectionCode code = reasons.get(MOST).code();
      bounded.add(Reason.of(code, "and " + (reasons.size() - MOST) + " reasons more"));
    }
    return bounded;
  }

  private static String cut(String text) {
    if (text.length() <= LONGEST_TEXT) {
      return text;
    }
    boolean inPair = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1));
    return text.substring(0, inPair ? LONGEST_TEXT - 1 : LONGEST_TEXT) + "\u2026";
  }
}
