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

/** A process of the product with the agent in it. */
public class WovenVictim extends JvmVictim {
  /**
   * How it is started.
   *
   * @param directory for its log, its data and what it is told
   * @param where options that name the brokers and MongoDB
   * @param mutations safeguards that are taken out
   */
  record Setting(
      Path directory,
      List<String> where,
      Map<String, String> environment,
      Set<Mutation> mutations) {
    /** Copies. */
    Setting {
      where = List.copyOf(where);
      environment = Map.copyOf(environment);
      mutations = Set.copyOf(mutations);
    }
  }

  private final Path control;
  private final Path data;

  /**
   * A process that is not started yet.
   *
   * @param command as it follows {@code sessionfold}
   */
  WovenVictim(String name, List<String> vmOptions, List<String> command, Setting setting) {
    super(
        name,
        setting.directory(),
        vmOptions(name, vmOptions, setting),
        main(name, command, setting),
        setting.environment());
    this.control = control(name, setting);
    this.data = data(name, setting);
  }

  private static List<String> vmOptions(String name, List<String> more, Setting setting) {
    Path control = control(name, setting);
    try {
      Files.createDirectories(control);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + control, e);
    }
    List<String> all = new ArrayList<>(more);
    all.add(
        "-javaagent:"
            + ChaosAgent.jar(setting.directory())
            + "="
            + new AgentOptions(control, setting.mutations()).argument());
    return all;
  }

  private static List<String> main(String name, List<String> command, Setting setting) {
    List<String> main = new ArrayList<>(List.of(Main.class.getName()));
    main.addAll(command);
    main.addAll(List.of("--data", data(name, setting).toString()));
    main.addAll(setting.where());
    return main;
  }

  private static Path control(String name, Setting setting) {
    return setting.directory().resolve(name + "-control");
  }

  private static Path data(String name, Setting setting) {
    return setting.directory().resolve(name + "-data");
  }

  /** Makes it end or stop when it next passes a point, after {@code passes} more. */
  public void arm(Point point, int passes, Control.Action action) {
    Control.arm(control, point.wireName(), passes, action);
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

  /** Its data directory. */
  public Path data() {
    return data;
  }
}
