package io.sessionfold.projector.topology;

import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.feedback;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sessionfold.journal.Change;
import io.sessionfold.sequence.Limits;
import io.sessionfold.testkit.EventLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that is made of an event log which is there already. */
class MergingIT {
  private static final int EACH = 120;

  /** So many that one fetch brings all records of the one topic and few of the other. */
  private static final String LARGE = "x".repeat(60_000);

  @TempDir private Path directory;

  @Test
  void events_of_both_topics_are_taken_in_the_order_in_which_they_were_recorded() {
    try (Cluster cluster = new Cluster(directory.resolve("broker"))) {
      cluster.ensureTopics(Limits.DEFAULTS);
      for (int i = 0; i < EACH; i++) {
        publish(cluster, EventLog.of(appended(LARGE).id("m" + i)));
        publish(cluster, EventLog.of(feedback("up").id("f" + i)));
      }
      ProjectorSettings settings = cluster.settings(directory.resolve("state")).asMerging();
      try (Projector projector = Projector.start(settings, new SimpleMeterRegistry())) {
        List<Instant> recorded =
            cluster.awaitChanges(2 * EACH).stream()
                .map(Change::event)
                .map(event -> event.recordedAt())
                .toList();
        assertThat(recorded).hasSize(2 * EACH).isSorted();
        assertThat(projector.status().reason()).isNull();
      }
    }
  }

  /** Brokers stamp milliseconds: no two records get the same. */
  private static void publish(Cluster cluster, EventLog log) {
    cluster.publish(log);
    long before = System.currentTimeMillis();
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> System.currentTimeMillis() > before);
  }
}
