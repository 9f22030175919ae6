package io.sessionfold.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sessionfold.chaos.cluster.Cluster;
import io.sessionfold.chaos.fault.Fault;
import io.sessionfold.chaos.fault.Faults;
import io.sessionfold.chaos.oracle.Oracle;
import io.sessionfold.embedded.MongodBinary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rounds that every build runs, one after another on one cluster. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChaosIT {
  static final int SEEDS = 20;
  static final String MONGOD = "a mongod; scripts/fetch-mongod fetches one";
  private static final int HOT_WRITERS = 64;
  private static final int EVERY = 4;

  private Cluster cluster;
  private Oracle oracle;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, SEEDS);
  }

  /** Two in each, so that all are over in eight minutes; in every fourth one is a zombie. */
  static List<Fault> faults(long seed) {
    List<Fault> faults = new ArrayList<>(Round.faults(seed).subList(0, 2));
    List<Fault> zombies = Faults.all().stream().filter(Fault::zombie).toList();
    if (seed % EVERY == 0) {
      faults.set(1, zombies.get((int) (seed / EVERY) % zombies.size()));
    }
    return faults;
  }

  private static String again(long seed) {
    String names = faults(seed).stream().map(Fault::name).collect(Collectors.joining(","));
    return "./chaos --runs 1 --seed %d --only \"%s\"".formatted(seed, names);
  }

  @BeforeAll
  void start(@TempDir Path directory) {
    assumeThat(MongodBinary.findForTests()).as(MONGOD).isPresent();
    cluster = Cluster.start(directory);
    oracle = Chaos.oracle(cluster);
  }

  @AfterAll
  void stop() {
    if (oracle != null) {
      oracle.close();
      cluster.close();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothing_is_lost_doubled_or_mixed(long seed) {
    Result result = new Round(cluster, oracle, HOT_WRITERS).run("ci", seed, faults(seed));

    System.err.println(result.line());
    assertThat(result.findings()).as("%s; again with %s", result.line(), again(seed)).isEmpty();
  }
}
