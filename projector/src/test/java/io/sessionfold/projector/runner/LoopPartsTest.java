package io.sessionfold.projector.runner;

import static io.sessionfold.testkit.Changes.applied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.sink.SessionChanges;
import io.sessionfold.sink.Watermark;
import io.sessionfold.testkit.Changes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.Test;

/** The pure parts of the loop. */
class LoopPartsTest {
  private static final SessionKey A = SessionKey.of("a");
  private static final SessionKey B = SessionKey.of("b");

  @Test
  void waits_double_up_to_the_longest_and_jitter_takes_off_at_most_half() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(1_000));
    assertThat(IntStream.rangeClosed(1, 6).mapToObj(n -> backoff.after(n, 0).toMillis()))
        .containsExactly(100L, 200L, 400L, 800L, 1_000L, 1_000L);
    assertThat(backoff.after(2, 1)).isEqualTo(Duration.ofMillis(100));
    assertThat(backoff.after(1_000_000, 0)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void progress_is_the_next_offset_of_each_topic_and_never_falls() {
    Progress progress =
        Progress.from(new Watermark(5, 10, 20))
            .past(Changes.event(IngressTopic.MESSAGES, 0, 11))
            .past(Changes.event(IngressTopic.METADATA, 0, 3))
            .at(7);
    assertThat(progress.reached()).isEqualTo(new Watermark(7, 12, 20));
    assertThat(progress.raised()).isEqualTo(new Watermark(5, 10, 20));
    assertThat(progress.isAhead()).isTrue();
    assertThat(progress.stored().isAhead()).isFalse();
    assertThat(progress.lost().reached()).isEqualTo(new Watermark(5, 10, 20));
  }

  @Test
  void records_are_grouped_by_session_in_order_from_the_first_offset() {
    Grouping grouping =
        Grouping.of(
            List.of(
                record(3, applied(A, 4, 1, 0)),
                record(4, applied(B, 1, 1, 1)),
                record(5, applied(A, 5, 1, 2))),
            change -> false);
    assertThat(grouping.batch().sessions())
        .containsExactly(
            new SessionChanges(A, 1, 3, List.of(applied(A, 4, 1, 0), applied(A, 5, 1, 2))),
            new SessionChanges(B, 1, 4, List.of(applied(B, 1, 1, 1))));
    assertThat(grouping.counts()).isEqualTo(new SinkCounts(3, 3, 0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void a_repeated_revision_in_one_batch_is_skipped_as_the_fence_would() {
    Grouping grouping =
        Grouping.of(
            List.of(
                record(0, applied(A, 1, 0, 0)),
                record(1, applied(A, 2, 0, 1)),
                record(2, applied(A, 1, 0, 2)),
                record(3, applied(A, 3, 0, 3))),
            change -> false);
    assertThat(grouping.batch().sessions().get(0).to()).isEqualTo(3);
    assertThat(grouping.counts().skipped()).isEqualTo(1);
  }

  @Test
  void what_is_left_out_is_not_in_the_batch() {
    Grouping grouping =
        Grouping.of(
            List.of(record(0, applied(A, 1, 0, 0)), record(1, applied(A, 2, 0, 1))),
            change -> change.revision() > 1);
    assertThat(grouping.batch().sessions().get(0).to()).isEqualTo(1);
    assertThat(grouping.left()).isEqualTo(Map.of(A, 2L));
    assertThat(grouping.counts().left()).isEqualTo(1);
  }

  @Test
  void what_correctness_relies_on_cannot_be_set_from_outside() {
    Map<String, Object> config =
        JournalConsumer.config(Map.of("bootstrap.servers", "b:1", "client.id", "c"), "mongo", 3);
    assertThat(config)
        .containsEntry(ConsumerConfig.GROUP_ID_CONFIG, "sessionfold-mongo-g3")
        .containsEntry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
        .containsEntry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false)
        .containsEntry("client.id", "c");
    assertThatThrownBy(
            () -> JournalConsumer.config(Map.of("isolation.level", "read_uncommitted"), "mongo", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the Kafka setting isolation.level of the mongo sink is fixed: remove it");
  }

  @Test
  void settings_that_cannot_work_are_refused_by_name() {
    assertThatThrownBy(() -> SinkRunnerSettings.DEFAULTS.withBatch(0, 1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxChanges is at least 1, not 0");
    assertThat(SinkRunnerSettings.FILES.checkpointInterval()).isEqualTo(Duration.ofSeconds(2));
  }

  private static JournalRecord record(long offset, Applied change) {
    return new JournalRecord(change.event().partition(), offset, 1, change);
  }
}
