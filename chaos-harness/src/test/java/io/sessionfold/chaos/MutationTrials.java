package io.sessionfold.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sessionfold.chaos.agent.Mutation;
import io.sessionfold.chaos.cluster.Cluster;
import io.sessionfold.chaos.fault.Fault;
import io.sessionfold.chaos.fault.Faults;
import io.sessionfold.chaos.oracle.Oracle;
import io.sessionfold.embedded.MongodBinary;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The harness can fail: whatever safeguard is taken out of the product, the oracle notices. It
 * takes minutes, so no build runs it by itself: {@code -Dit.test=MutationTrials}.
 */
class MutationTrials {
  /** Whether a fault meets the moment that matters is chance; that it never does is not. */
  private static final int MOST_ROUNDS = 15;

  private static final int HOT_WRITERS = 16;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void a_safeguard_that_is_taken_out_is_missed(Mutation mutation) {
    assumeThat(MongodBinary.findForTests()).as(ChaosIT.MONGOD).isPresent();
    try (Cluster cluster = Cluster.start(directory);
        Oracle oracle = Chaos.oracle(cluster)) {
      cluster.mutate(Set.of(mutation));
      Round round = new Round(cluster, oracle, HOT_WRITERS);
      Result result = round.run("mutation", 1, faults(mutation));
      for (int seed = 2; result.isGood() && seed <= MOST_ROUNDS; seed++) {
        result = round.run("mutation", seed, faults(mutation));
      }
      System.err.println(mutation + ": " + result.line());
      assertThat(result.findings()).as("what the oracle says without %s", mutation).isNotEmpty();
    }
  }

  /** What goes wrong in the world when that safeguard is needed. */
  private static List<Fault> faults(Mutation mutation) {
    return switch (mutation) {
      case NO_FENCE -> named("zombie mongo-sink before-write");
      case NO_DEDUPLICATION -> List.of();
      case WATERMARK_BEFORE_FSYNC -> named("power fails");
      case NO_TORN_TAIL_CUT -> named("kill jsonl-sink mid-file-append");
      case SESSION_BEFORE_PAGES -> named("kill mongo-sink mid-page-move");
      case NO_PAGE_FENCE -> named("zombie mongo-sink mid-page-move");
      case NO_PARTITION_LOCK -> named("zombie jsonl-sink before-write");
      case NO_POSITIONS -> named("offsets reset");
    };
  }

  private static List<Fault> named(String name) {
    return Faults.all().stream().filter(fault -> fault.name().equals(name)).toList();
  }
}
