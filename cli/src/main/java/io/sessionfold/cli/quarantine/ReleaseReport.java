package io.sessionfold.cli.quarantine;

import io.sessionfold.cli.Console;
import io.sessionfold.projector.store.Quarantine;
import io.sessionfold.store.QuarantineMark;
import java.time.Duration;
import java.util.List;

/** Waits for releases that were asked for, and says what became of them. */
public final class ReleaseReport {
  private final Console console;

  /** Says it there. */
  public ReleaseReport(Console console) {
    this.console = console;
  }

  /** Follows them; answers the exit code: 0 if all are released. */
  public int follow(Quarantine quarantine, List<QuarantineMark> marks, Duration patience)
      throws InterruptedException {
    Releasing.Outcome outcome = new Releasing(quarantine).follow(marks, patience);
    outcome
        .released()
        .forEach(m -> console.say("released: " + name(m) + ", " + m.left() + " changes"));
    outcome.failed().forEach(m -> console.say("stays: " + name(m) + ": " + m.message()));
    if (!outcome.pending().isEmpty()) {
      console.say(
          outcome.pending().size()
              + " not released within "
              + patience.toSeconds()
              + " s: see that the sink runs (`sessionfold status`); it is done when it does");
    }
    return outcome.failed().isEmpty() && outcome.pending().isEmpty() ? 0 : 1;
  }

  private static String name(QuarantineMark mark) {
    return Console.visibleLine(mark.session() + " of " + mark.sink());
  }
}
