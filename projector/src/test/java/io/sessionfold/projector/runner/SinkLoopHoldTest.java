package io.sessionfold.projector.runner;

import static io.sessionfold.testkit.Changes.applied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change;
import io.sessionfold.projector.runner.SinkStatus.State;
import io.sessionfold.projector.store.GenerationDroppedException;
import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.store.Hold;
import io.sessionfold.store.Projection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A loop that is told to stop at one place of the journal. */
class SinkLoopHoldTest {
  private static final SessionKey A = SessionKey.of("a");
  private static final Change ONE = applied(A, 1, 0, 0);
  private static final Change TWO = applied(A, 2, 0, 1);
  private static final Change THREE = applied(A, 3, 0, 2);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final LoopFixture f = new LoopFixture(LoopFixture.AT_ONCE);

  private void hold(@Nullable Map<Integer, Long> vector) {
    Hold hold = new Hold("x", Instant.EPOCH, Map.of(Projection.DOCUMENTS, 1), vector);
    f.holds = () -> List.of(hold);
  }

  @Test
  void nothing_that_comes_after_a_hold_is_written_until_its_place_is_known() {
    f.assign(0).step();
    f.journal(ONE).step();
    hold(null);
    f.journal(TWO).step();
    assertThat(f.sink.revision(A)).isEqualTo(1);
    assertThat(f.watermark(0).journal()).isEqualTo(1);
    assertThat(f.paused()).containsExactly(0);
    assertThat(f.loop.status().state()).isEqualTo(State.HELD);
    assertThat(f.loop.status().reason()).contains("proved or swapped");
  }

  @Test
  void it_goes_on_to_the_place_of_the_hold_and_no_further() {
    f.assign(0).step();
    f.journal(ONE).step();
    hold(Map.of(0, 2L));
    f.journal(TWO, THREE).step();
    assertThat(f.sink.revision(A)).isEqualTo(2);
    assertThat(f.watermark(0).journal()).isEqualTo(2);
    f.after(SECOND);
    assertThat(f.paused()).containsExactly(0);
  }

  @Test
  void a_partition_that_has_not_got_so_far_is_read_on() {
    f.assign(0).step();
    hold(Map.of(0, 2L));
    f.journal(ONE).step();
    assertThat(f.paused()).isEmpty();
    f.journal(TWO).step();
    assertThat(f.watermark(0).journal()).isEqualTo(2);
    assertThat(f.paused()).containsExactly(0);
  }

  @Test
  void when_the_hold_has_ended_what_lies_behind_it_is_read_and_written() {
    f.assign(0).step();
    hold(Map.of(0, 1L));
    f.journal(ONE, TWO).step();
    assertThat(f.sink.revision(A)).isEqualTo(1);
    f.holds = HoldSource.NONE;
    f.step();
    f.again(0, 1, TWO);
    f.step();
    assertThat(f.sink.revision(A)).isEqualTo(2);
    assertThat(f.loop.status().state()).isEqualTo(State.RUNNING);
  }

  @Test
  void the_strictest_of_several_holds_counts() {
    f.assign(0).step();
    Hold first = new Hold("x", Instant.EPOCH, Map.of(), Map.of(0, 2L));
    Hold second = new Hold("y", Instant.EPOCH, Map.of(), Map.of(0, 1L));
    f.holds = () -> List.of(first, second);
    f.journal(ONE, TWO).step();
    assertThat(f.watermark(0).journal()).isEqualTo(1);
  }

  @Test
  void while_nobody_knows_whether_it_is_held_nothing_is_written_and_nothing_lost() {
    f.assign(0).step();
    f.holds =
        () -> {
          throw new StoreUnavailableException("away", new IllegalStateException());
        };
    f.journal(ONE).step();
    assertThat(f.sink.revision(A)).isZero();
    assertThat(f.loop.status().state()).isEqualTo(State.UNAVAILABLE);
    f.holds = HoldSource.NONE;
    f.after(SECOND);
    f.again(0, 0, ONE);
    f.after(SECOND);
    assertThat(f.sink.revision(A)).isEqualTo(1);
    assertThat(f.watermark(0).journal()).isEqualTo(1);
  }

  @Test
  void a_generation_that_was_dropped_ends_the_loop() {
    f.assign(0).step();
    f.holds =
        () -> {
          throw new GenerationDroppedException(Projection.DOCUMENTS, 1);
        };
    f.journal(ONE);
    assertThatThrownBy(() -> f.step())
        .isInstanceOf(GenerationDroppedException.class)
        .hasMessageContaining("generation 1 has no documents any more");
    assertThat(f.sink.revision(A)).isZero();
  }
}
