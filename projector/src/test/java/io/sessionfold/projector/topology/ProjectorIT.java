package io.sessionfold.projector.topology;

import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.metadata;
import static io.sessionfold.testkit.Events.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.journal.Outcome;
import io.sessionfold.projector.topics.TopicPlan;
import io.sessionfold.sequence.Limits;
import io.sessionfold.testkit.EventLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectorIT {
  private static final int SESSIONS = 40;

  @TempDir Path directory;
  private Cluster cluster;

  @BeforeEach
  void startBroker() {
    cluster = new Cluster(directory.resolve("broker"));
    assertThat(cluster.ensureTopics(Limits.DEFAULTS).problems()).isEmpty();
  }

  @AfterEach
  void stopBroker() {
    cluster.close();
  }

  @Test
  void each_record_becomes_one_change_on_its_partition_across_a_restart() {
    cluster.publish(log(0));
    try (Projector projector = cluster.start(state("a"))) {
      cluster.awaitChanges(size(1));
      assertThat(projector.status().state()).isEqualTo(ProjectorStatus.State.RUNNING);
      assertThat(projector.status().partitions()).containsExactly(0, 1, 2, 3);
    }
    cluster.publish(log(1));
    try (Projector projector = cluster.start(state("a"))) {
      assertOneChangeEach(cluster.awaitChanges(size(2)), size(2));
      assertThat(projector.close(Cluster.PATIENCE)).isTrue();
      assertThat(projector.status().state()).isEqualTo(ProjectorStatus.State.STOPPED);
    }
  }

  @Test
  void each_record_becomes_one_change_across_abrupt_ends() {
    int rounds = 4;
    for (int round = 0; round < rounds; round++) {
      cluster.publish(log(round));
      // Another directory each time: its state has to come from the changelog topics.
      Projector projector = cluster.start(state("s" + round));
      cluster.awaitChanges(size(round) + 10);
      projector.close(Duration.ZERO);
    }
    try (Projector projector = cluster.start(state("last"))) {
      assertOneChangeEach(cluster.awaitChanges(size(rounds)), size(rounds));
      assertThat(projector.status().reason()).isNull();
    }
  }

  @Test
  void each_record_becomes_one_change_when_tasks_fail_in_the_middle_of_a_transaction() {
    cluster.publish(log(0));
    FailingRegistry failing = new FailingRegistry(30, 90, 150);
    try (Projector projector = Projector.start(cluster.settings(state("a")), failing)) {
      assertOneChangeEach(cluster.awaitChanges(size(1)), size(1));
      assertThat(failing.failed()).isEqualTo(3);
      cluster.awaitState(projector, ProjectorStatus.State.RUNNING);
      assertThat(projector.status().reason()).isNull();
    }
  }

  @Test
  void records_at_or_below_the_positions_are_not_sequenced_again() throws Exception {
    cluster.publish(log(0));
    sequence("a", size(1));
    Map<TopicPartition, OffsetAndMetadata> beginning = new HashMap<>();
    for (String topic : List.of("agent-messages", "agent-metadata")) {
      for (int p = 0; p < Cluster.PARTITIONS; p++) {
        beginning.put(new TopicPartition(topic, p), new OffsetAndMetadata(0));
      }
    }
    cluster
        .admin
        .alterConsumerGroupOffsets("sessionfold-j1", beginning)
        .all()
        .get(30, TimeUnit.SECONDS);
    cluster.publish(log(1));
    assertOneChangeEach(sequence("a", size(2)), size(2));
  }

  @Test
  void a_wiped_state_beside_a_journal_with_changes_is_refused() throws Exception {
    cluster.publish(log(0));
    sequence("a", size(1));
    cluster.delete(
        cluster.topics().stream()
            .filter(t -> t.endsWith("-changelog"))
            .collect(Collectors.toSet()));
    cluster.admin.deleteConsumerGroups(Set.of("sessionfold-j1")).all().get(30, TimeUnit.SECONDS);
    try (Projector projector = cluster.start(state("b"))) {
      cluster.awaitState(projector, ProjectorStatus.State.FAILED);
      assertThat(projector.status().reason())
          .contains("state for partition")
          .contains("has changes")
          .contains("sessionfold rebuild");
    }
    assertOneChangeEach(cluster.changes(), size(1));
  }

  @Test
  void an_event_log_that_was_created_again_is_refused() throws Exception {
    cluster.publish(log(0));
    sequence("a", size(1));
    cluster.delete(Set.of("agent-messages"));
    cluster.ensureTopics(Limits.DEFAULTS);
    assertThatThrownBy(() -> cluster.start(state("a")))
        .isInstanceOf(ProjectorRefusedException.class)
        .hasMessageContaining("agent-messages: it is not the topic that session-changes-1")
        .hasMessageContaining("Restore the topic");
  }

  @Test
  void limits_that_the_journal_was_not_made_with_are_refused() {
    ProjectorSettings other =
        cluster.settings(state("a")).with(Limits.DEFAULTS.withPages(50, 1 << 20));
    assertThatThrownBy(() -> Projector.start(other, new SimpleMeterRegistry()))
        .isInstanceOf(ProjectorRefusedException.class)
        .hasMessageContaining("it was made with page_messages 100, configured is 50")
        .hasMessageContaining("it was made with page_bytes 262144, configured is 1048576");
  }

  @Test
  void the_largest_event_and_the_largest_dead_letter_pass() {
    String text = "x".repeat(Limits.DEFAULTS.eventBytes() - 120);
    EventLog log = EventLog.of(appended(text).in("large"));
    int over = TopicPlan.eventMessageBytes(Limits.DEFAULTS) - 1024;
    log.appendRaw(log.last().topic(), log.last().key(), new byte[over], log.last().headers());
    cluster.publish(log);
    try (Projector projector = cluster.start(state("a"))) {
      assertThat(cluster.awaitChanges(2))
          .map(Change::outcome)
          .containsExactly(Outcome.APPLIED, Outcome.REJECTED);
      assertThat(cluster.read("session-dead-letters-1"))
          .singleElement()
          .satisfies(letter -> assertThat(letter.value()).hasSize(over));
      assertThat(projector.status().reason()).isNull();
    }
  }

  /** Runs a projector until the journal has that many changes. */
  private List<Change> sequence(String state, int changes) {
    try (Projector projector = cluster.start(state(state))) {
      List<Change> all = cluster.awaitChanges(changes);
      assertThat(projector.status().reason()).isNull();
      return all;
    }
  }

  private Path state(String name) {
    return directory.resolve("state-" + name);
  }

  private static int size(int rounds) {
    return rounds * SESSIONS * 5;
  }

  /** Five records for each session, one of them a repeat and one for the dead letters. */
  private static EventLog log(int round) {
    EventLog log = new EventLog();
    for (int i = 0; i < SESSIONS; i++) {
      String session = "s" + i;
      String id = session + "-" + round + "-";
      log.append(
          started().in(session).id(id + "a"),
          appended("hi").in(session).id(id + "b"),
          appended("hi").in(session).id(id + "b"),
          metadata().set("/round", round).in(session).id(id + "c"),
          appended("hi").without("agent").in(session).id(id + "d"));
    }
    return log;
  }

  /** received = applied + duplicate + rejected, and each record's change is there once. */
  private void assertOneChangeEach(List<Change> changes, int received) {
    Map<Outcome, Long> outcomes =
        changes.stream().collect(Collectors.groupingBy(Change::outcome, Collectors.counting()));
    assertThat(outcomes.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(received);
    assertThat(outcomes.get(Outcome.APPLIED)).isEqualTo(received / 5 * 3L);
    assertThat(outcomes.get(Outcome.DUPLICATE)).isEqualTo(received / 5);
    assertThat(cluster.read("session-dead-letters-1")).hasSize(received / 5);
    Set<String> records = new HashSet<>();
    Map<Object, Long> revisions = new HashMap<>();
    for (Change change : changes) {
      assertThat(
              records.add(
                  change.event().topic()
                      + change.event().partition()
                      + "@"
                      + change.event().offset()))
          .isTrue();
      if (change instanceof Applied applied) {
        assertThat(applied.revision()).isEqualTo(revisions.merge(applied.session(), 1L, Long::sum));
      }
    }
    cluster
        .read("session-changes-1")
        .forEach(
            r ->
                assertThat(r.partition())
                    .isEqualTo(ChangeCodec.read(r.value()).event().partition()));
  }
}
