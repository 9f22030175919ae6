package io.sessionfold.projector.runner;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.sink.WriteResult.Refusal;
import io.sessionfold.store.QuarantineMark;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns refusals into marks. Pure. */
final class Refusals {
  private Refusals() {}

  /**
   * A mark for each refused session, from the first change beyond the stored revision to the last
   * one of these records.
   */
  static List<QuarantineMark> marks(
      List<JournalRecord> records,
      Map<SessionKey, Refusal> refused,
      int generation,
      String sink,
      Instant at) {
    List<QuarantineMark> marks = new ArrayList<>();
    refused.forEach(
        (session, refusal) -> {
          List<JournalRecord> left =
              records.stream().filter(r -> isBeyond(r, session, refusal)).toList();
          if (left.isEmpty()) {
            throw new IllegalStateException(
                "the sink refused " + session + " of which it was given nothing to write");
          }
          JournalRecord first = left.get(0);
          marks.add(
              new QuarantineMark(
                  generation,
                  sink,
                  session,
                  first.partition(),
                  first.offset(),
                  ((Applied) first.change()).revision(),
                  ((Applied) left.get(left.size() - 1).change()).revision(),
                  refusal.kind(),
                  refusal.message(),
                  at.truncatedTo(ChronoUnit.MILLIS)));
        });
    return marks;
  }

  private static boolean isBeyond(JournalRecord record, SessionKey session, Refusal refusal) {
    return record.change() instanceof Applied change
        && change.session().equals(session)
        && change.revision() > refusal.storedRevision();
  }
}
