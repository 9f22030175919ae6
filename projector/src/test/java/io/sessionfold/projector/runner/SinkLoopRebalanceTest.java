package io.sessionfold.projector.runner;

import static io.sessionfold.testkit.Changes.applied;
import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.SessionKey;
import io.sessionfold.projector.runner.SinkStatus.State;
import io.sessionfold.sink.Watermark;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Partitions that come, wait, go and are lost. */
class SinkLoopRebalanceTest {
  private static final SessionKey A = SessionKey.of("a");
  private static final SessionKey B = SessionKey.of("b");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final SinkRunnerSettings LAZY =
      SinkRunnerSettings.DEFAULTS.withCheckpointInterval(Duration.ofSeconds(2));

  private final LoopFixture f = new LoopFixture(LoopFixture.AT_ONCE);

  @Test
  void a_partition_that_another_process_holds_waits_and_is_asked_for_each_second() {
    f.sink.holdElsewhere(Set.of(1));
    f.assign(0, 1).step();
    f.journal(applied(A, 1, 0, 0), applied(B, 1, 1, 0)).step();
    assertThat(f.sink.revision(A)).isEqualTo(1);
    assertThat(f.sink.revision(B)).isZero();
    assertThat(f.paused()).containsExactly(1);
    assertThat(f.loop.status().isReady()).isFalse();
    assertThat(f.loop.status().reason()).contains("[1]").contains("another process");
    f.sink.holdElsewhere(Set.of());
    f.after(SECOND).step();
    assertThat(f.sink.revision(B)).isEqualTo(1);
    assertThat(f.loop.status().isReady()).isTrue();
  }

  @Test
  void a_partition_whose_watermark_cannot_be_read_waits() {
    f.watermarks.setUnavailable(true);
    f.assign(0).journal(applied(A, 1, 0, 0)).step();
    assertThat(f.loop.status().state()).isEqualTo(State.UNAVAILABLE);
    f.watermarks.setUnavailable(false);
    f.after(SECOND).step();
    assertThat(f.sink.revision(A)).isEqualTo(1);
  }

  @Test
  void a_revoked_partition_is_flushed_committed_and_released() {
    LoopFixture lazy = new LoopFixture(LAZY);
    lazy.assign(0, 1).step();
    lazy.journal(applied(A, 1, 0, 0), applied(B, 1, 1, 0)).step();
    lazy.assign(1);
    assertThat(lazy.watermark(0)).isEqualTo(new Watermark(1, 0, 1));
    assertThat(lazy.sink.held()).containsExactly(1);
    lazy.step();
    assertThat(lazy.loop.status().partitions()).containsExactly(1);
  }

  @Test
  void a_revoked_partition_during_an_outage_is_left_to_the_next_owner() {
    f.assign(0, 1).step();
    f.sink.setUnavailable(true);
    f.journal(applied(A, 1, 0, 0), applied(B, 1, 1, 0)).step();
    f.assign(1);
    f.sink.setUnavailable(false);
    f.after(Duration.ofSeconds(10));
    assertThat(f.sink.revision(A)).isZero();
    assertThat(f.watermark(0)).isEqualTo(Watermark.NONE);
    assertThat(f.committed(0)).isZero();
    assertThat(f.sink.revision(B)).isEqualTo(1);
  }

  @Test
  void a_release_that_fails_in_a_rebalance_ends_nothing() {
    LoopFixture lazy = new LoopFixture(LAZY);
    lazy.assign(0, 1).step();
    lazy.journal(applied(A, 1, 0, 0), applied(B, 1, 1, 0)).step();
    lazy.sink.setUnavailable(true);
    lazy.assign(1).step();
    assertThat(lazy.sink.held()).containsExactly(1);
    assertThat(lazy.watermark(0)).isEqualTo(Watermark.NONE);
    assertThat(lazy.committed(0)).isZero();
    assertThat(lazy.loop.status().state()).isEqualTo(State.UNAVAILABLE);
    lazy.sink.setUnavailable(false);
    lazy.after(Duration.ofSeconds(10));
    assertThat(lazy.watermark(1)).isEqualTo(new Watermark(1, 0, 1));
    assertThat(lazy.loop.status().state()).isEqualTo(State.RUNNING);
  }

  @Test
  void a_release_that_fails_at_the_end_lets_the_loop_end_in_order() {
    LoopFixture lazy = new LoopFixture(LAZY);
    lazy.assign(0).step();
    lazy.journal(applied(A, 1, 0, 0)).step();
    lazy.sink.setUnavailable(true);
    lazy.loop.stop();
    assertThat(lazy.sink.held()).isEmpty();
    assertThat(lazy.watermark(0)).isEqualTo(Watermark.NONE);
    assertThat(lazy.loop.status().lastError().message()).contains("the store in memory is away");
  }

  @Test
  void what_a_failed_acquire_took_is_given_back_with_the_partition() {
    f.sink.setAcquireFails(true);
    f.assign(0, 1).step();
    assertThat(f.loop.status().state()).isEqualTo(State.UNAVAILABLE);
    assertThat(f.sink.held()).containsExactlyInAnyOrder(0, 1);
    f.assign(1);
    assertThat(f.sink.held()).containsExactly(1);
    f.sink.setAcquireFails(false);
    f.journal(applied(B, 1, 1, 0)).after(SECOND).step();
    assertThat(f.sink.revision(B)).isEqualTo(1);
  }

  @Test
  void a_lost_partition_is_released_without_a_write_or_a_commit() {
    LoopFixture lazy = new LoopFixture(LAZY);
    lazy.assign(0).step();
    lazy.journal(applied(A, 1, 0, 0)).step();
    lazy.loop.onPartitionsLost(Set.of(new TopicPartition(LoopFixture.TOPIC, 0)));
    assertThat(lazy.sink.held()).isEmpty();
    assertThat(lazy.watermark(0)).isEqualTo(Watermark.NONE);
    assertThat(lazy.committed(0)).isZero();
  }
}
