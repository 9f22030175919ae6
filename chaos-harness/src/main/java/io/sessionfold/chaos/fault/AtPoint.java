package io.sessionfold.chaos.fault;

import io.sessionfold.chaos.agent.Control.Action;
import io.sessionfold.chaos.agent.Point;
import io.sessionfold.chaos.cluster.Part;
import java.time.Duration;
import java.util.Random;

/** Faults at named points: armed, and then waited for. */
final class AtPoint {
  private static final Duration PASSED_WITHIN = Duration.ofSeconds(10);

  private AtPoint() {}

  /** Killed there; once more elsewhere if nothing passes the point. */
  static boolean killed(Part part, Point point, Random random) {
    // One at a time: a second fault that arms the same part would take this one's place.
    synchronized (part.arming()) {
      return killedAlone(part, point, random);
    }
  }

  private static boolean killedAlone(Part part, Point point, Random random) {
    part.arm(point, random.nextInt(6), Action.KILL);
    boolean passed = Pause.until(PASSED_WITHIN, () -> !part.isAlive());
    part.disarm();
    part.kill();
    part.start();
    return passed;
  }

  /** Stopped there; by a signal if nothing passes the point. */
  static boolean frozen(Part part, Point point, Random random) {
    synchronized (part.arming()) {
      return frozenAlone(part, point, random);
    }
  }

  private static boolean frozenAlone(Part part, Point point, Random random) {
    part.arm(point, random.nextInt(4), Action.STOP);
    boolean passed = Pause.until(PASSED_WITHIN, part::isFrozen);
    if (!passed) {
      part.disarm();
      part.freeze();
    }
    return passed;
  }
}
