package io.sessionfold.projector.runner;

import static io.sessionfold.testkit.Changes.applied;
import static io.sessionfold.testkit.Changes.duplicate;
import static io.sessionfold.testkit.Changes.rejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.projector.runner.SinkStatus.State;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.Watermark;
import io.sessionfold.sink.WriteResult.Kind;
import io.sessionfold.store.QuarantineMark;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SinkLoopTest {
  private static final SessionKey A = SessionKey.of("a");
  private static final SessionKey B = SessionKey.of("b");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final SinkRunnerSettings LAZY =
      SinkRunnerSettings.DEFAULTS.withCheckpointInterval(Duration.ofSeconds(2));

  private final LoopFixture f = new LoopFixture(LoopFixture.AT_ONCE);

  @Test
  void a_change_is_written_and_its_watermark_raised_in_one_turn() {
    f.assign(0).step();
    f.journal(applied(A, 1, 0, 40), applied(A, 2, 0, 41)).step();
    assertThat(f.sink.revision(A)).isEqualTo(2);
    assertThat(f.watermark(0)).isEqualTo(new Watermark(2, 0, 42));
    assertThat(f.loop.status().state()).isEqualTo(State.RUNNING);
  }

  @Test
  void duplicates_and_rejections_raise_the_watermark_too() {
    f.assign(0).step();
    f.journal(applied(A, 1, 0, 7), rejected(0, 3), duplicate(A, 1, 0, 9)).step();
    assertThat(f.watermark(0)).isEqualTo(new Watermark(3, 4, 10));
    assertThat(f.sink.rejections()).containsExactly(rejected(0, 3));
  }

  @Test
  void a_partition_starts_at_its_watermark_whatever_was_committed() {
    f.watermarks.raise(1, "memory", Map.of(0, new Watermark(2, 0, 2)));
    f.assign(1).journal(applied(B, 1, 1, 0)).step().step();
    f.assign(0, 1);
    f.journal(applied(A, 1, 0, 0), applied(A, 2, 0, 1), applied(A, 3, 0, 2)).step().step();
    assertThat(f.loop.status().counts().records()).isEqualTo(2);
    assertThat(f.quarantine.read(1, "memory", Set.of(0)))
        .extracting(QuarantineMark::kind)
        .containsExactly(Kind.GAP);
  }

  @Test
  void an_idle_poll_raises_the_journal_position() {
    f.assign(0).step();
    f.journal(applied(A, 1, 0, 0)).step();
    f.end(0, 2);
    f.consumer.seek(new TopicPartition(LoopFixture.TOPIC, 0), 2);
    f.after(SECOND);
    assertThat(f.watermark(0)).isEqualTo(new Watermark(2, 0, 1));
    assertThat(f.loop.status().positions()).containsEntry(0, 2L);
  }

  @Test
  void nothing_new_raises_and_commits_nothing() {
    f.assign(0).step();
    f.journal(applied(A, 1, 0, 0)).step();
    int raises = f.watermarks.raises();
    f.after(SECOND).after(SECOND);
    assertThat(f.watermarks.raises()).isEqualTo(raises);
  }

  @Test
  void watermarks_wait_for_the_checkpoint_and_offsets_for_the_watermarks() {
    LoopFixture lazy = new LoopFixture(LAZY);
    lazy.assign(0).step();
    lazy.journal(applied(A, 1, 0, 0)).after(SECOND);
    assertThat(lazy.sink.revision(A)).isEqualTo(1);
    assertThat(lazy.watermark(0)).isEqualTo(Watermark.NONE);
    assertThat(lazy.committed(0)).isZero();
    lazy.after(SECOND);
    assertThat(lazy.watermark(0)).isEqualTo(new Watermark(1, 0, 1));
    assertThat(lazy.committed(0)).isEqualTo(1);
  }

  @Test
  void what_a_checkpoint_reports_lost_is_read_again_from_the_watermark() {
    LoopFixture lazy = new LoopFixture(LAZY);
    lazy.assign(0).step();
    lazy.journal(applied(A, 1, 0, 0)).after(Duration.ofSeconds(2));
    lazy.journal(applied(A, 2, 0, 1), applied(A, 3, 0, 2)).after(SECOND);
    lazy.sink.loseUncheckpointed();
    lazy.after(SECOND);
    assertThat(lazy.watermark(0)).isEqualTo(new Watermark(1, 0, 1));
    assertThat(lazy.sink.revision(A)).isEqualTo(1);
    assertThat(lazy.consumer.position(new TopicPartition(LoopFixture.TOPIC, 0))).isEqualTo(1);
    lazy.again(0, 1, applied(A, 2, 0, 1), applied(A, 3, 0, 2));
    lazy.after(Duration.ofSeconds(2));
    assertThat(lazy.sink.revision(A)).isEqualTo(3);
    assertThat(lazy.watermark(0)).isEqualTo(new Watermark(3, 0, 3));
  }

  @Test
  void an_outage_pauses_keeps_the_batch_and_resumes_with_it() {
    f.assign(0, 1).step();
    f.sink.setUnavailable(true);
    f.journal(applied(A, 1, 0, 0)).step();
    assertThat(f.loop.status().state()).isEqualTo(State.UNAVAILABLE);
    assertThat(f.loop.status().reason()).contains("is away");
    assertThat(f.paused()).containsExactlyInAnyOrder(0, 1);
    f.after(SECOND).after(SECOND);
    assertThat(f.watermark(0)).isEqualTo(Watermark.NONE);
    f.sink.setUnavailable(false);
    f.after(Duration.ofSeconds(10));
    assertThat(f.sink.revision(A)).isEqualTo(1);
    assertThat(f.watermark(0)).isEqualTo(new Watermark(1, 0, 1));
    assertThat(f.paused()).isEmpty();
    assertThat(f.loop.status().state()).isEqualTo(State.RUNNING);
    assertThat(f.loop.status().lastError()).isNotNull();
  }

  @Test
  void the_store_is_not_asked_before_the_back_off_is_over() {
    f.assign(0).step();
    f.watermarks.setUnavailable(true);
    f.journal(applied(A, 1, 0, 0)).step();
    f.watermarks.setUnavailable(false);
    f.step();
    assertThat(f.loop.status().state()).isEqualTo(State.UNAVAILABLE);
    f.after(Duration.ofMillis(100));
    assertThat(f.watermark(0)).isEqualTo(new Watermark(1, 0, 1));
  }

  @Test
  void an_outage_of_the_watermarks_writes_nothing_twice() {
    f.assign(0).step();
    f.watermarks.setUnavailable(true);
    f.journal(applied(A, 1, 0, 0)).step();
    f.watermarks.setUnavailable(false);
    f.after(SECOND);
    assertThat(f.sink.batches()).hasSize(1);
    assertThat(f.loop.status().counts().written()).isEqualTo(1);
  }

  @Test
  void brokers_that_are_away_are_waited_for_and_nothing_is_lost() {
    f.assign(0).step();
    f.journal(applied(A, 1, 0, 0)).step();
    f.consumer.setAway(true);
    f.step();
    assertThat(f.loop.status().state()).isEqualTo(State.UNAVAILABLE);
    assertThat(f.loop.status().reason())
        .contains("Kafka is not available (TimeoutException)")
        .contains("check that the brokers run");
    assertThat(f.loop.status().positions()).containsEntry(0, 1L);
    int polls = f.consumer.polls();
    f.step().step();
    assertThat(f.consumer.polls()).as("polls before the wait is over").isEqualTo(polls);
    f.journal(applied(A, 2, 0, 1)).after(Duration.ofSeconds(10));
    f.consumer.setAway(false);
    f.after(Duration.ofSeconds(10));
    assertThat(f.sink.revision(A)).isEqualTo(2);
    assertThat(f.watermark(0)).isEqualTo(new Watermark(2, 0, 2));
    assertThat(f.loop.status().state()).isEqualTo(State.RUNNING);
  }

  @Test
  void what_was_read_is_written_and_its_watermark_raised_while_brokers_are_away() {
    f.assign(0).step();
    f.sink.setUnavailable(true);
    f.journal(applied(A, 1, 0, 0)).step();
    f.consumer.setAway(true);
    f.sink.setUnavailable(false);
    f.after(Duration.ofSeconds(10));
    assertThat(f.sink.revision(A)).isEqualTo(1);
    assertThat(f.watermark(0)).isEqualTo(new Watermark(1, 0, 1));
  }

  @Test
  void a_journal_that_does_not_exist_is_named_with_the_remedy() {
    f.consumer.updatePartitions(LoopFixture.TOPIC, List.of());
    f.after(SECOND);
    assertThat(f.loop.status().state()).isEqualTo(State.STARTING);
    assertThat(f.loop.status().reason())
        .contains("session-changes-1 does not exist")
        .contains("sessionfold topics ensure");
  }

  @Test
  void stopping_writes_commits_and_releases_everything() {
    LoopFixture lazy = new LoopFixture(LAZY);
    lazy.assign(0).step();
    lazy.journal(applied(A, 1, 0, 0)).step();
    lazy.loop.stop();
    assertThat(lazy.watermark(0)).isEqualTo(new Watermark(1, 0, 1));
    assertThat(lazy.committed(0)).isEqualTo(1);
    assertThat(lazy.sink.held()).isEmpty();
  }

  @Test
  void a_record_that_is_no_change_stops_the_loop_before_it_passes() {
    f.assign(0).step();
    f.journal(0, "{\"v\":2,\"outcome\":\"applied\"}".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(f::step)
        .isInstanceOf(JournalUnreadableException.class)
        .hasMessageContaining("session-changes-1-0, offset 0")
        .hasRootCauseMessage(
            "journal version 2 is not known to this release, which reads version 1: upgrade it");
    assertThat(f.watermark(0)).isEqualTo(Watermark.NONE);
  }

  @Test
  void an_event_of_a_later_version_stops_the_loop_before_it_passes() {
    f.assign(0).step();
    String later =
        ChangeCodec.write(applied(A, 1, 0, 0)).toString().replace("\"version\":1", "\"version\":2");
    f.journal(0, later.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(f::step)
        .isInstanceOf(JournalUnreadableException.class)
        .hasMessageContaining("run the release that wrote it, or a later one")
        .hasRootCauseMessage(
            "version 2 of metadata.changed is not known to this release: upgrade it");
    assertThat(f.sink.revision(A)).isZero();
    assertThat(f.watermark(0)).isEqualTo(Watermark.NONE);
  }

  @Test
  void a_journal_that_is_shorter_than_the_watermark_stops_the_loop() {
    f.assign(0).step();
    f.consumer.setPollException(
        new OffsetOutOfRangeException(Map.of(new TopicPartition(LoopFixture.TOPIC, 0), 5L)));
    assertThatThrownBy(f::step)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not reach the watermarks")
        .hasMessageContaining("rebuild");
  }

  @Test
  void light_load_is_written_at_once_and_heavy_load_in_batches_of_many_polls() {
    LoopFixture busy =
        new LoopFixture(
            new SinkRunnerSettings(
                10, 1 << 20, SECOND, 2, Duration.ZERO, SECOND, SECOND, SECOND, SECOND));
    busy.assign(0).step();
    busy.consumer.setMaxPollRecords(3);
    for (int i = 1; i <= 14; i++) {
      busy.journal(applied(A, i, 0, i));
    }
    busy.step();
    assertThat(sizes(busy)).containsExactly(12);
    busy.step();
    assertThat(sizes(busy)).containsExactly(12, 2);
    busy.journal(applied(A, 15, 0, 15)).step();
    assertThat(sizes(busy)).containsExactly(12, 2, 1);
  }

  private static List<Integer> sizes(LoopFixture fixture) {
    return fixture.sink.batches().stream()
        .map(ChangeBatch::sessions)
        .map(sessions -> sessions.stream().mapToInt(s -> s.changes().size()).sum())
        .toList();
  }
}
