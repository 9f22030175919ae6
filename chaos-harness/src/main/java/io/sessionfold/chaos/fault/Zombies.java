package io.sessionfold.chaos.fault;

import io.sessionfold.chaos.agent.Point;
import io.sessionfold.chaos.cluster.Cluster;
import io.sessionfold.chaos.cluster.Cluster.Role;
import io.sessionfold.chaos.cluster.Part;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Processes that are stopped for longer than their group waits for them, whose partitions another
 * takes over, and that then go on with what they had in hand.
 */
final class Zombies {
  /** The sessions of the parts that are tried last three seconds; see the agent. */
  private static final Duration GIVEN_UP = Duration.ofMillis(5_500);

  private static final Duration JOINED_WITHIN = Duration.ofSeconds(30);
  private static final Duration TAKEN_OVER_WITHIN = Duration.ofSeconds(15);

  private static final Duration TOGETHER = Duration.ofMillis(1_500);

  private Zombies() {}

  static List<Fault> all() {
    return List.of(
        Fault.zombie("zombie projector", (c, r) -> strike(c, Role.PROJECTOR, null, r)),
        Fault.zombie(
            "zombie projector in-transaction",
            (c, r) -> strike(c, Role.PROJECTOR, Point.IN_TRANSACTION, r)),
        Fault.zombie("zombie mongo-sink", (c, r) -> strike(c, Role.MONGO_SINK, null, r)),
        Fault.zombie(
            "zombie mongo-sink before-write",
            (c, r) -> strike(c, Role.MONGO_SINK, Point.BEFORE_WRITE, r)),
        Fault.zombie(
            "zombie mongo-sink mid-page-move",
            (c, r) -> strike(c, Role.MONGO_SINK, Point.MID_PAGE_MOVE, r)),
        Fault.zombie(
            "zombie jsonl-sink before-write",
            (c, r) -> strike(c, Role.JSONL_SINK, Point.BEFORE_WRITE, r)),
        Fault.zombie("zombie jsonl-sink", (c, r) -> strike(c, Role.JSONL_SINK, null, r)));
  }

  private static boolean strike(Cluster cluster, Role role, @Nullable Point point, Random random) {
    Part first = cluster.part(role, 1);
    Part second = cluster.part(role, 2);
    second.start();
    boolean struck = Pause.until(JOINED_WITHIN, second::isReady);
    Pause.upTo(TOGETHER, random);
    if (point == null) {
      first.freeze();
    } else {
      struck &= AtPoint.frozen(first, point, random);
    }
    struck &= role == Role.PROJECTOR ? waited() : Pause.until(TAKEN_OVER_WITHIN, second::hasAll);
    Pause.upTo(TOGETHER, random);
    first.thaw();
    Pause.of(TOGETHER);
    second.stop();
    return struck;
  }

  /** A projector does not say what it has; its group has given up the other one by then. */
  private static boolean waited() {
    Pause.of(GIVEN_UP);
    return true;
  }
}
