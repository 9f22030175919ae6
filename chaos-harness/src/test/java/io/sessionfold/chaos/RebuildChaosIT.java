package io.sessionfold.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sessionfold.chaos.cluster.Cluster;
import io.sessionfold.chaos.oracle.Oracle;
import io.sessionfold.chaos.rebuild.Meddler;
import io.sessionfold.embedded.MongodBinary;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The round with rebuilds that every build runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RebuildChaosIT {
  private Cluster cluster;
  private Oracle oracle;

  @BeforeAll
  void start(@TempDir Path directory) {
    assumeThat(MongodBinary.findForTests()).as(ChaosIT.MONGOD).isPresent();
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
  @ValueSource(longs = 3)
  void no_reader_misses_anything_and_every_generation_is_right(long seed) {
    Result result =
        new Round(cluster, oracle, Chaos.HOT_BESIDE_REBUILD)
            .runWithRebuild("ci", seed, wave -> Round.besideRebuild(seed, wave), Meddler.NONE);

    System.err.println(result.line());
    assertThat(result.findings())
        .as("%s; again with ./chaos --rebuild --runs 1 --seed %d", result.line(), seed)
        .isEmpty();
  }
}
