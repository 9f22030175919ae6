package io.sessionfold.cli.rebuild;

import io.sessionfold.cli.Console;
import io.sessionfold.projector.rebuild.OutcomeDifference;
import io.sessionfold.store.GenerationState;
import io.sessionfold.store.GenerationStatus;
import io.sessionfold.store.OwnJournal;
import java.util.ArrayList;
import java.util.List;

/** What two journals made of the same events, for people. */
public final class OutcomeText {
  private OutcomeText() {}

  /** An event on one line. */
  public static String line(OutcomeDifference d) {
    return Console.visibleLine(
        "%s-%d@%d  %s%s  was %s, is %s"
            .formatted(
                d.topic(),
                d.partition(),
                d.offset(),
                d.session() == null ? "no session" : d.session(),
                d.id() == null ? "" : "  event " + d.id(),
                d.before(),
                d.after()));
  }

  /** What came of the comparison of a generation's journal, and what to do. */
  public static List<String> comparison(GenerationStatus status) {
    OwnJournal own = status.ownJournal();
    List<String> lines = new ArrayList<>();
    if (own != null && own.comparison() != null) {
      lines.add(GenerationText.comparison(own.comparison(), own.accepted()));
      if (own.comparison().inDeletedSessions() > 0) {
        lines.add(
            String.format(
                "beside them %,d events of sessions that both journals end as deleted",
                own.comparison().inDeletedSessions()));
      }
      if (status.state() == GenerationState.VERIFYING) {
        lines.add(
            "it waits: see what differs above, then go on with `sessionfold rebuild --from events"
                + " --accept-differences`, or give it up with `sessionfold rebuild cancel`");
      }
    }
    return lines;
  }
}
