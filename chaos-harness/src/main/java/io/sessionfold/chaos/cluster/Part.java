package io.sessionfold.chaos.cluster;

import io.sessionfold.chaos.agent.AgentOptions;
import io.sessionfold.chaos.agent.ChaosAgent;
import io.sessionfold.chaos.agent.Control;
import io.sessionfold.chaos.agent.Mutation;
import io.sessionfold.chaos.agent.Point;
import io.sessionfold.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A part of the pipeline, run by the product's own command. */
public final class Part extends JvmVictim {
  private final Path control;
  private final Object arming = new Object();

  private Part(
      String name,
      Path directory,
      Path control,
      List<String> vm,
      List<String> main,
      Map<String, String> environment) {
    super(name, directory, vm, main, environment);
    this.control = control;
  }

  /**
   * A part; it is not started yet.
   *
   * @param name tells it from others of its role
   * @param role as {@code sessionfold run} names it
   */
  static Part of(
      String name,
      String role,
      Path directory,
      List<String> where,
      Map<String, String> environment,
      Set<Mutation> mutations) {
    Path control = directory.resolve(name + "-control");
    Path data = directory.resolve(name + "-data");
    try {
      Files.createDirectories(control);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + control, e);
    }
    String agent =
        "-javaagent:"
            + ChaosAgent.jar(directory)
            + "="
            + new AgentOptions(control, mutations).argument();
    List<String> main =
        new ArrayList<>(List.of(Main.class.getName(), "run", role, "--data", data.toString()));
    main.addAll(where);
    return new Part(name, directory, control, List.of(agent), main, environment);
  }

  /** Makes it end or stop when it next passes a point, after {@code passes} more. */
  public void arm(Point point, int passes, Control.Action action) {
    Control.arm(control, point.wireName(), passes, action);
  }

  /** To be held by who arms it, until that has happened. */
  public Object arming() {
    return arming;
  }

  /** Takes back what is armed and has not happened. */
  public void disarm() {
    Control.disarm(control);
  }

  /** Lets its disk be full, or have room again. */
  public void diskFull(boolean full) {
    Control.diskFull(control, full);
  }

  /** What it has fsynced. */
  public Path ledger() {
    return Control.ledger(control);
  }

  /** Whether it has begun to do what it is there for. */
  public boolean isReady() {
    return isAlive() && hasSaid("\nready");
  }

  /** Whether it is a sink that was given every partition. */
  public boolean hasAll() {
    List<String> given = lines("writes partitions [");
    return !given.isEmpty()
        && given.get(given.size() - 1).chars().filter(c -> c == ',').count()
            == Cluster.PARTITIONS - 1;
  }
}
