package io.sessionfold.chaos.fault;

import io.sessionfold.chaos.agent.Point;
import io.sessionfold.chaos.cluster.Cluster;
import io.sessionfold.chaos.cluster.Cluster.Role;
import io.sessionfold.chaos.cluster.Part;
import io.sessionfold.chaos.cluster.Victim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The catalogue of faults. */
public final class Faults {
  private static final Duration LATE = Duration.ofMillis(1_500);
  private static final Duration JOINED_WITHIN = Duration.ofSeconds(30);
  private static final Set<Point> OF_TRANSACTIONS =
      Set.of(Point.IN_TRANSACTION, Point.BEFORE_COMMIT, Point.AFTER_COMMIT);
  private static final Set<Point> OF_SINKS =
      Set.of(Point.BEFORE_WRITE, Point.AFTER_WRITE, Point.AFTER_WATERMARK);
  private static final Set<Point> OF_FILES =
      Set.of(
          Point.MID_FILE_APPEND,
          Point.BEFORE_REWRITE_MOVE,
          Point.AFTER_REWRITE_MOVE,
          Point.AFTER_FSYNC);

  private Faults() {}

  /** All of them, the same ones in the same order every time. */
  public static List<Fault> all() {
    List<Fault> all = new ArrayList<>();
    for (Role role : Role.values()) {
      all.add(Fault.of("kill " + role.commandName(), (c, r) -> killed(c.part(role, 1), r)));
      for (Point point : Point.values()) {
        if (isPassedBy(role, point)) {
          all.add(
              Fault.of(
                  "kill " + role.commandName() + " " + point.wireName(),
                  (c, r) -> AtPoint.killed(c.part(role, 1), point, r)));
        }
      }
    }
    all.add(Fault.of("kill broker", (c, r) -> killed(c.broker(), r)));
    all.add(Fault.of("kill mongod", (c, r) -> killed(c.mongod(), r)));
    all.add(Fault.of("kill everything", Faults::everythingKilled));
    all.add(Fault.of("broker away", (c, r) -> away(c.broker(), 4_000)));
    all.add(Fault.of("mongod away", (c, r) -> away(c.mongod(), 4_000)));
    all.add(Fault.of("mongod slow", (c, r) -> slow(c.mongod(), r)));
    all.add(Fault.of("mongod steps down", (c, r) -> c.mongod().stepDown(1 + r.nextInt(2))));
    all.add(Fault.of("disk full", Faults::diskFull));
    all.add(Fault.of("power fails", PowerCut::strike));
    all.add(Fault.of("offsets reset", OffsetReset::strike));
    all.add(Fault.of("two mongo-sinks", (c, r) -> joined(c, Role.MONGO_SINK, r)));
    all.add(Fault.of("two jsonl-sinks", (c, r) -> joined(c, Role.JSONL_SINK, r)));
    all.add(Fault.of("two projectors", (c, r) -> joined(c, Role.PROJECTOR, r)));
    all.addAll(Damage.all());
    all.addAll(Zombies.all());
    return all;
  }

  private static boolean isPassedBy(Role role, Point point) {
    return switch (role) {
      case PROJECTOR -> OF_TRANSACTIONS.contains(point);
      case MONGO_SINK -> OF_SINKS.contains(point) || point == Point.MID_PAGE_MOVE;
      case JSONL_SINK -> OF_SINKS.contains(point) || OF_FILES.contains(point);
    };
  }

  private static boolean killed(Victim victim, Random random) {
    victim.kill();
    Pause.upTo(LATE, random);
    victim.start();
    return true;
  }

  private static boolean everythingKilled(Cluster cluster, Random random) {
    List<Part> running = cluster.parts().stream().filter(Part::isAlive).toList();
    running.forEach(Part::kill);
    cluster.broker().kill();
    cluster.mongod().kill();
    Pause.upTo(LATE, random);
    cluster.broker().start();
    cluster.mongod().start();
    running.forEach(Part::start);
    return true;
  }

  private static boolean away(Victim victim, int millis) {
    victim.kill();
    Pause.of(Duration.ofMillis(millis));
    victim.start();
    return true;
  }

  /** Longer than the clients' time-outs: what they gave up is written when it goes on. */
  private static boolean slow(Victim victim, Random random) {
    for (int i = 0; i < 2; i++) {
      victim.freeze();
      Pause.upTo(Duration.ofMillis(3_500), random);
      victim.thaw();
      Pause.upTo(Duration.ofMillis(500), random);
    }
    return true;
  }

  private static boolean diskFull(Cluster cluster, Random random) {
    Part sink = cluster.part(Role.JSONL_SINK, 1);
    sink.diskFull(true);
    Pause.upTo(Duration.ofSeconds(3), random);
    if (random.nextBoolean()) {
      sink.kill();
      sink.start();
    }
    sink.diskFull(false);
    return true;
  }

  /** Another one joins under load, and leaves in order or not. */
  private static boolean joined(Cluster cluster, Role role, Random random) {
    Part second = cluster.part(role, 2);
    second.start();
    boolean joined = Pause.until(JOINED_WITHIN, second::isReady);
    Pause.upTo(LATE, random);
    if (random.nextBoolean()) {
      second.stop();
    } else {
      second.kill();
    }
    return joined;
  }
}
