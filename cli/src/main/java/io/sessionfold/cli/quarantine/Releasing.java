package io.sessionfold.cli.quarantine;

import io.sessionfold.projector.store.Quarantine;
import io.sessionfold.store.QuarantineMark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Asks for the release of sessions, and follows it. */
public final class Releasing {
  private static final long LOOK_MILLIS = 200;

  /**
   * What became of a release.
   *
   * @param released marks that are gone
   * @param failed marks that stay, with the new reason
   * @param pending marks that nobody has answered for yet
   */
  public record Outcome(
      List<QuarantineMark> released, List<QuarantineMark> failed, List<QuarantineMark> pending) {
    /** Copies the lists. */
    public Outcome {
      released = List.copyOf(released);
      failed = List.copyOf(failed);
      pending = List.copyOf(pending);
    }
  }

  private final Quarantine quarantine;

  /** Through these marks. */
  public Releasing(Quarantine quarantine) {
    this.quarantine = quarantine;
  }

  /** Asks for the release of all of them. */
  public void request(List<QuarantineMark> marks) {
    Instant now = Instant.now();
    for (QuarantineMark mark : marks) {
      // One that is gone by then was released by somebody else's request.
      boolean unused = quarantine.request(mark, now);
    }
  }

  /** Waits until all are answered for, or the time is up. */
  public Outcome follow(List<QuarantineMark> marks, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      Outcome outcome = outcome(marks);
      if (outcome.pending().isEmpty() || System.nanoTime() > deadline) {
        return outcome;
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private Outcome outcome(List<QuarantineMark> asked) {
    List<QuarantineMark> stored = quarantine.all();
    List<QuarantineMark> released = new ArrayList<>();
    List<QuarantineMark> failed = new ArrayList<>();
    List<QuarantineMark> pending = new ArrayList<>();
    for (QuarantineMark mark : asked) {
      QuarantineMark found =
          stored.stream().filter(m -> m.id().equals(mark.id())).findFirst().orElse(null);
      if (found == null) {
        released.add(mark);
      } else if (found.release().requestedAt() == null) {
        failed.add(found);
      } else {
        pending.add(found);
      }
    }
    return new Outcome(released, failed, pending);
  }
}
