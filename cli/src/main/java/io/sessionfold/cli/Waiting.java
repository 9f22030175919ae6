package io.sessionfold.cli;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Says what a process waits for: not at once, since most of it is over soon; again when it changes,
 * and that it is over. Time is handed in, in nanoseconds.
 */
final class Waiting {
  private static final long PATIENCE = Duration.ofSeconds(5).toNanos();

  private final Consumer<String> say;
  private List<String> told = List.of();
  private boolean waiting;
  private long since;

  Waiting(Consumer<String> say) {
    this.say = say;
  }

  /** What is waited for at this moment; nothing if all is there. */
  void seen(List<String> reasons, long now) {
    if (reasons.isEmpty()) {
      if (!told.isEmpty()) {
        say.accept("all parts are ready");
      }
      told = List.of();
      waiting = false;
      return;
    }
    if (!waiting) {
      waiting = true;
      since = now;
    }
    if (now - since >= PATIENCE && !reasons.equals(told)) {
      reasons.forEach(reason -> say.accept("waiting: " + reason));
      told = List.copyOf(reasons);
      since = now;
    }
  }
}
