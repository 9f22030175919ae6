package io.sessionfold.chaos;

import io.sessionfold.chaos.agent.Mutation;
import io.sessionfold.chaos.cluster.Cluster;
import io.sessionfold.chaos.fault.Fault;
import io.sessionfold.chaos.fault.Faults;
import io.sessionfold.chaos.oracle.Oracle;
import io.sessionfold.chaos.rebuild.Meddler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command: runs rounds and prints a table of what was tried. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    description = {
      "Kill, stop, starve and confuse a real pipeline under load, and judge what is left.",
      "Exit code 0: nothing was lost, doubled or mixed. 1: something was; the seed is printed."
    })
public final class Chaos implements Callable<Integer> {
  /** A round with a rebuild is long, and its hot session is read whole all the time. */
  static final int HOT_BESIDE_REBUILD = 12;

  @Option(names = "--runs", description = "How many rounds (default: ${DEFAULT-VALUE})")
  private int runs = 20;

  @Option(names = "--seed", description = "Of the first round (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Option(names = "--only", split = ",", description = "Names of faults, instead of the seed's")
  private List<String> only = List.of();

  @Option(
      names = "--rebuild",
      description = {
        "In every round projections are rebuilt and swapped under load, by processes that are",
        "killed on the way; a reader polls. Faults are the seed's, none of them damages data"
      })
  private boolean rebuild;

  @Option(names = "--mutation", description = "Take a safeguard out: ${COMPLETION-CANDIDATES}")
  private @Nullable Mutation mutation;

  @Option(names = "--hot-writers", description = "Threads on one session (${DEFAULT-VALUE})")
  private int hotWriters = 64;

  @Option(names = "--rounds-per-cluster", description = "Then a new one (${DEFAULT-VALUE})")
  private int roundsPerCluster = 25;

  @Option(names = "--dir", description = "Where data and logs go; default: a temporary directory")
  private @Nullable Path directory;

  @Option(names = "--list", description = "Print the names of all faults")
  private boolean list;

  private Chaos() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    int code = new CommandLine(new Chaos()).setCaseInsensitiveEnumValuesAllowed(true).execute(args);
    Runtime.getRuntime().halt(code);
  }

  @Override
  public Integer call() throws IOException {
    if (rebuild && !only.isEmpty()) {
      throw new IllegalArgumentException("--only names faults of rounds without --rebuild");
    }
    if (list) {
      Faults.all().forEach(fault -> System.out.println(fault.name()));
      return 0;
    }
    Table table = new Table();
    boolean good = true;
    for (int from = 0; from < runs; from += roundsPerCluster) {
      good &= cluster(from, Math.min(runs, from + roundsPerCluster), table);
    }
    System.out.println(table.markdown());
    return good ? 0 : 1;
  }

  private boolean cluster(int from, int to, Table table) throws IOException {
    Path place =
        directory == null
            ? Files.createTempDirectory("sessionfold-chaos")
            : Files.createDirectories(directory.resolve("cluster-" + from).toAbsolutePath());
    boolean good = true;
    try (Cluster cluster = Cluster.start(place);
        Oracle oracle = oracle(cluster)) {
      if (mutation != null) {
        cluster.mutate(Set.of(mutation));
      }
      Round round =
          new Round(
              cluster, oracle, rebuild ? Math.min(hotWriters, HOT_BESIDE_REBUILD) : hotWriters);
      for (int i = from; i < to; i++) {
        Result result = run(round, seed + i);
        System.err.println(result.line());
        result.findings().forEach(finding -> System.err.println("  " + finding));
        table.add(result);
        good &= result.isGood();
      }
      System.err.println("received = applied + duplicate + rejected: " + oracle.counts());
    }
    if (!good) {
      System.err.println("logs and data are in " + place);
    }
    return good;
  }

  private Result run(Round round, long roundSeed) {
    return rebuild
        ? round.runWithRebuild(
            "round", roundSeed, wave -> Round.besideRebuild(roundSeed, wave), Meddler.NONE)
        : round.run("round", roundSeed, faults(roundSeed));
  }

  /** The oracle of a cluster. */
  static Oracle oracle(Cluster cluster) {
    return new Oracle(
        cluster.bootstrapServers(),
        cluster.mongod().uri(),
        cluster.files(),
        Cluster.PARTITIONS,
        Cluster.PAGE_MESSAGES);
  }

  private List<Fault> faults(long roundSeed) {
    if (only.isEmpty()) {
      return Round.faults(roundSeed);
    }
    List<Fault> chosen = new ArrayList<>();
    for (String name : only) {
      chosen.add(
          Faults.all().stream()
              .filter(fault -> fault.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "there is no fault \"" + name + "\"; --list prints them")));
    }
    return chosen;
  }
}
