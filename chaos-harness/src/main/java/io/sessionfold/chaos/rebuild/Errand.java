package io.sessionfold.chaos.rebuild;

import io.sessionfold.chaos.agent.Control.Action;
import io.sessionfold.chaos.agent.Point;
import io.sessionfold.chaos.cluster.Cluster;
import io.sessionfold.chaos.cluster.Command;
import io.sessionfold.chaos.fault.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Something that a command of the product does, started again until it is done: the first times it
 * is killed on the way, at points of the seed. Sometimes two processes do the same at once.
 */
final class Errand {
  private static final Duration DONE_WITHIN = Duration.ofMinutes(3);
  private static final Duration LONGEST_RUN = Duration.ofSeconds(100);
  private static final Duration BETWEEN = Duration.ofMillis(300);
  private static final Duration ANY_TIME = Duration.ofSeconds(6);
  private static final int MOST_PASSES = 3;
  private static final int KILLED = 137;

  private final Cluster cluster;
  private final Notes notes;
  private final List<String> names = new ArrayList<>();
  private final String[] words;
  private final String what;
  private boolean succeeded;
  private String said = "";

  /**
   * An errand.
   *
   * @param processes how many do it at once
   * @param words the command, as it follows {@code sessionfold}
   */
  Errand(Cluster cluster, Notes notes, int processes, String... words) {
    this.cluster = cluster;
    this.notes = notes;
    this.words = words.clone();
    this.what = words[0].equals("generations") ? words[1] : words[0];
    for (int i = 1; i <= processes; i++) {
      names.add(what + "-" + i);
    }
  }

  /**
   * Runs it until it is done.
   *
   * @param kills how many times it is killed, if the points are passed
   * @param points where
   * @param done asked before each run
   */
  boolean run(int kills, List<Point> points, Random random, BooleanSupplier done) {
    long deadline = System.nanoTime() + DONE_WITHIN.toNanos();
    for (int left = kills; !done.getAsBoolean(); left--) {
      if (System.nanoTime() > deadline) {
        notes.wrong(what + " is not done within " + DONE_WITHIN.toSeconds() + " s: " + said);
        return false;
      }
      boolean ended =
          left <= 0
              ? once()
              : random.nextInt(5) == 0
                  ? killedAnyTime(random)
                  : killedAt(points.get(random.nextInt(points.size())), random);
      if (!ended) {
        return false;
      }
      Pause.of(BETWEEN);
    }
    return true;
  }

  private boolean once() {
    return awaited(start());
  }

  private boolean killedAnyTime(Random random) {
    List<Command> commands = start();
    Pause.upTo(ANY_TIME, random);
    boolean runs = commands.get(0).isAlive();
    commands.get(0).kill();
    if (runs) {
      notes.tried("kill " + what);
    }
    return awaited(commands);
  }

  private boolean killedAt(Point point, Random random) {
    Command first = cluster.command(names.get(0), words);
    first.arm(point, random.nextInt(MOST_PASSES), Action.KILL);
    boolean ended = awaited(start());
    first.disarm();
    if (code(names.get(0)).orElse(0) == KILLED) {
      notes.tried("kill " + what + " " + point.wireName());
    }
    return ended;
  }

  private List<Command> start() {
    List<Command> commands = new ArrayList<>();
    names.forEach(name -> commands.add(cluster.command(name, words)));
    commands.forEach(Command::start);
    return commands;
  }

  private OptionalInt code(String name) {
    return cluster.commands().stream()
        .filter(command -> command.name().equals(name))
        .findFirst()
        .map(command -> command.await(Duration.ZERO))
        .orElse(OptionalInt.empty());
  }

  private boolean awaited(List<Command> commands) {
    int good = 0;
    for (Command command : commands) {
      OptionalInt code = command.await(LONGEST_RUN);
      said = command.lastWords();
      if (code.isEmpty()) {
        notes.wrong(command.name() + " hangs: " + said);
        command.kill();
        return false;
      }
      notes.ended(command.name(), code.getAsInt(), said);
      good += code.getAsInt() == 0 ? 1 : 0;
    }
    succeeded = good > 0;
    if (good > 1) {
      notes.wrong("each of two processes says that it has done what one can do: " + what);
    }
    return true;
  }

  /** Whether its last run said that it is done. */
  boolean succeeded() {
    return succeeded;
  }

  /** The last words of its last run. */
  String said() {
    return said;
  }
}
