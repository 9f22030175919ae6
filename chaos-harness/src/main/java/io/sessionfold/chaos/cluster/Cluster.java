package io.sessionfold.chaos.cluster;

import io.sessionfold.chaos.agent.Mutation;
import io.sessionfold.cli.Main;
import io.sessionfold.embedded.MongodBinary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A pipeline whose every part is a process: one broker, one mongod, and by role a first part and a
 * second one that is started when it is needed. It keeps its data and ports when a process ends and
 * is started again.
 */
public final class Cluster implements AutoCloseable {
  /** Partitions of the event log. */
  public static final int PARTITIONS = 4;

  /** Messages on a page: few, so that pages close all the time. */
  public static final int PAGE_MESSAGES = 8;

  private static final int LOWEST_PORT = 20_000;
  private static final int PORTS = 12_000;
  private static final Duration START = Duration.ofSeconds(60);

  /** What a part does. */
  public enum Role {
    PROJECTOR,
    MONGO_SINK,
    JSONL_SINK;

    /** As {@code sessionfold run} names it. */
    public String commandName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Path directory;
  private final int brokerPort;
  private final JvmVictim broker;
  private final Mongod mongod;
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final Map<String, Command> commands = new LinkedHashMap<>();
  private Set<Mutation> mutations = Set.of();

  private Cluster(Path directory, Path mongodBinary) {
    this.directory = directory;
    this.brokerPort = freePort();
    this.broker =
        new JvmVictim(
            "broker",
            directory,
            List.of(),
            List.of(
                BrokerMain.class.getName(),
                directory.resolve("broker").toString(),
                Integer.toString(brokerPort)),
            Map.of());
    this.mongod = new Mongod(mongodBinary, directory.resolve("mongod"), freePort());
  }

  /**
   * Starts all processes on an empty directory and creates the topics.
   *
   * @throws IllegalStateException if there is no mongod, or something does not start
   */
  public static Cluster start(Path directory) {
    Path binary =
        MongodBinary.findForTests()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "there is no mongod: run scripts/fetch-mongod, or set "
                            + MongodBinary.VARIABLE));
    Cluster cluster = new Cluster(directory, binary);
    boolean started = false;
    try {
      cluster.begin();
      started = true;
      return cluster;
    } finally {
      if (!started) {
        cluster.close();
      }
    }
  }

  private void begin() {
    broker.start();
    mongod.start();
    awaitBroker();
    int code = run("topics", "ensure");
    if (code != 0) {
      throw new IllegalStateException(
          "the topics were not created: see command.log in " + directory);
    }
    for (Role role : Role.values()) {
      part(role, 1).start();
    }
  }

  /** Waits until the broker takes connections. */
  public void awaitBroker() {
    long deadline = System.nanoTime() + START.toNanos();
    while (!accepts()) {
      if (!broker.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("the broker does not start: " + broker.said());
      }
      Thread.onSpinWait();
    }
  }

  private boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(loopback(), brokerPort), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The broker. */
  public Victim broker() {
    return broker;
  }

  /** The mongod. */
  public Mongod mongod() {
    return mongod;
  }

  /** A part, not started by this; its number is 1 or 2. */
  public synchronized Part part(Role role, int number) {
    return parts.computeIfAbsent(
        role.commandName() + "-" + number, name -> new Part(name, role.commandName(), setting()));
  }

  private WovenVictim.Setting setting() {
    return new WovenVictim.Setting(directory, where(), environment(), mutations);
  }

  /**
   * A command of the product with the agent in it, not started by this.
   *
   * @param name of its log and its data directory
   * @param words as they follow {@code sessionfold}
   */
  public synchronized Command command(String name, String... words) {
    Command command = new Command(name, List.of(words), setting());
    commands.put(name, command);
    return command;
  }

  /** The last command of each name. */
  public synchronized List<Command> commands() {
    return new ArrayList<>(commands.values());
  }

  /** All parts that were ever asked for. */
  public synchronized List<Part> parts() {
    return new ArrayList<>(parts.values());
  }

  /**
   * Takes safeguards out of all parts, or puts them back: the parts end and the first of each role
   * starts again.
   */
  public synchronized void mutate(Set<Mutation> taken) {
    parts.values().forEach(Part::kill);
    parts.clear();
    mutations = Set.copyOf(taken);
    for (Role role : Role.values()) {
      part(role, 1).start();
    }
  }

  /** Runs a command of the product to its end; answers its exit code. */
  public int run(String... arguments) {
    List<String> main = new ArrayList<>(List.of(Main.class.getName()));
    main.addAll(List.of(arguments));
    main.addAll(List.of("--data", directory.resolve("command-data").toString()));
    main.addAll(where());
    JvmVictim command = new JvmVictim("command", directory, List.of(), main, environment());
    command.start();
    return command.await();
  }

  /** The brokers, for Kafka's clients. */
  public String bootstrapServers() {
    return "127.0.0.1:" + brokerPort;
  }

  /** The root of the JSONL files. */
  public Path files() {
    return directory.resolve("files");
  }

  /** Where everything is, logs included. */
  public Path directory() {
    return directory;
  }

  private List<String> where() {
    return List.of("--bootstrap-servers", bootstrapServers(), "--mongo-uri", mongod.uri());
  }

  private Map<String, String> environment() {
    return Map.of(
        "SESSIONFOLD_FILES", files().toString(),
        "SESSIONFOLD_TOPICS_PARTITIONS", Integer.toString(PARTITIONS),
        "SESSIONFOLD_JOURNAL_PAGE_MESSAGES", Integer.toString(PAGE_MESSAGES),
        "SESSIONFOLD_JSONL_CHECKPOINT_INTERVAL", "PT0.3S",
        "SESSIONFOLD_LOG", "INFO");
  }

  private static int freePort() {
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = LOWEST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
      try (ServerSocket socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(loopback(), port));
        return port;
      } catch (IOException taken) {
        // Another one.
      }
    }
    throw new IllegalStateException("no free port on 127.0.0.1");
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public void close() {
    parts().forEach(JvmVictim::kill);
    commands().forEach(JvmVictim::kill);
    broker.kill();
    mongod.close();
  }
}
