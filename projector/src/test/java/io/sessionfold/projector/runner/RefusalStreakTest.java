package io.sessionfold.projector.runner;

import static io.sessionfold.testkit.Changes.applied;
import static io.sessionfold.testkit.Changes.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.SessionKey;
import io.sessionfold.projector.runner.SinkStatus.State;
import io.sessionfold.sink.WriteResult.Kind;
import java.time.Duration;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class RefusalStreakTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final LoopFixture f = new LoopFixture(LoopFixture.AT_ONCE);
  private int offset;

  private static SessionKey session(int number) {
    return SessionKey.of("s" + number);
  }

  private void refuse(int from, int to) {
    for (int i = from; i < to; i++) {
      f.sink.refuse(session(i));
      f.journal(applied(session(i), 1, 0, offset++)).step();
    }
  }

  private int marks() {
    return f.quarantine.read(1, "memory", Set.of(0)).size();
  }

  @Test
  void sessions_that_are_refused_between_others_are_left_out_one_by_one() {
    f.assign(0).step();
    for (int i = 0; i < 2 * RefusalStreak.MANY; i++) {
      refuse(i, i + 1);
      f.journal(applied(SessionKey.of("good" + i), 1, 0, offset++)).step();
    }
    assertThat(marks()).isEqualTo(2 * RefusalStreak.MANY);
    assertThat(f.loop.status().state()).isEqualTo(State.RUNNING);
  }

  @Test
  void a_store_that_refuses_everything_is_an_outage() {
    f.assign(0).step();
    refuse(0, RefusalStreak.MANY + 5);
    assertThat(marks()).isEqualTo(RefusalStreak.MANY - 1);
    assertThat(f.loop.status().state()).isEqualTo(State.UNAVAILABLE);
    assertThat(f.loop.status().reason()).contains("refuses every session");
    assertThat(f.watermark(0).journal()).isEqualTo(RefusalStreak.MANY - 1);
  }

  @Test
  void when_the_store_takes_them_again_nothing_more_is_left_out() {
    f.assign(0).step();
    refuse(0, RefusalStreak.MANY + 5);
    for (int i = 0; i < RefusalStreak.MANY + 5; i++) {
      f.sink.accept(session(i));
    }
    f.after(SECOND);
    assertThat(marks()).isEqualTo(RefusalStreak.MANY - 1);
    assertThat(f.loop.status().state()).isEqualTo(State.RUNNING);
    assertThat(f.sink.revision(session(RefusalStreak.MANY + 4))).isEqualTo(1);
  }

  @Test
  void one_session_that_is_taken_proves_that_the_others_are_at_fault() {
    f.assign(0).step();
    refuse(0, RefusalStreak.MANY + 5);
    f.journal(applied(SessionKey.of("good"), 1, 0, offset++)).step();
    f.after(SECOND);
    assertThat(marks()).isEqualTo(RefusalStreak.MANY + 5);
    assertThat(f.sink.revision(SessionKey.of("good"))).isEqualTo(1);
    assertThat(f.loop.status().state()).isEqualTo(State.RUNNING);
  }

  @Test
  void sessions_that_are_refused_in_the_batch_in_which_one_is_taken_are_at_fault() {
    f.assign(0).step();
    for (int i = 0; i < RefusalStreak.MANY + 5; i++) {
      f.sink.refuse(session(i));
      f.journal(applied(session(i), 1, 0, offset++));
    }
    f.journal(applied(SessionKey.of("good"), 1, 0, offset++)).step();
    assertThat(marks()).isEqualTo(RefusalStreak.MANY + 5);
    assertThat(f.loop.status().state()).isEqualTo(State.RUNNING);
  }

  @Test
  void gaps_in_the_batch_in_which_a_session_is_continued_are_of_the_sessions() {
    f.assign(0).step();
    SessionKey good = SessionKey.of("good");
    f.journal(applied(good, 1, 0, offset++)).step();
    for (int i = 0; i < RefusalStreak.MANY + 5; i++) {
      f.journal(applied(session(i), 1, 0, offset++)).step();
      f.sink.cut(session(i), 0);
    }
    for (int i = 0; i < RefusalStreak.MANY + 5; i++) {
      f.journal(applied(session(i), 2, 0, offset++));
    }
    f.journal(applied(good, 2, 0, offset++)).step();
    assertThat(marks()).isEqualTo(RefusalStreak.MANY + 5);
    assertThat(f.sink.revision(good)).isEqualTo(2);
  }

  @Test
  void under_suspicion_a_batch_of_which_nothing_is_refused_is_no_outage() {
    f.assign(0).step();
    refuse(0, RefusalStreak.MANY);
    assertThat(f.loop.status().state()).isEqualTo(State.UNAVAILABLE);
    f.assign(1).step();
    f.journal(rejected(1, 0)).after(SECOND).step();
    assertThat(f.loop.status().state()).isEqualTo(State.RUNNING);
  }

  @Test
  void a_store_is_not_lost_that_is_empty_since_its_only_session_is_left_out() {
    f.assign(0).step();
    refuse(1, 2);
    assertThat(marks()).isEqualTo(1);
    f.assign(1).step();
    f.assign(0, 1).step();
    assertThat(f.loop.status().state()).isEqualTo(State.RUNNING);
  }

  @Test
  void a_store_that_lost_everything_is_not_filled_with_gaps() {
    f.assign(0).step();
    for (int i = 0; i < RefusalStreak.MANY; i++) {
      f.journal(applied(session(i), 1, 0, offset++)).step();
      f.sink.cut(session(i), 0);
    }
    Assertions.assertThatThrownBy(
            () -> {
              for (int i = 0; i < RefusalStreak.MANY; i++) {
                f.journal(applied(SessionKey.of("new" + i), 1, 0, offset++)).step();
                f.journal(applied(session(i), 2, 0, offset++)).step();
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("rebuild into a new generation");
    assertThat(f.quarantine.read(1, "memory", Set.of(0)))
        .hasSize(RefusalStreak.MANY - 1)
        .allMatch(mark -> mark.kind() == Kind.GAP);
  }

  @Test
  void a_store_that_was_emptied_is_refused_when_its_partitions_are_taken_over() {
    f.assign(0).step();
    f.journal(applied(session(1), 1, 0, offset++)).step();
    f.assign(1).step();
    f.sink.loseEverything();
    Assertions.assertThatThrownBy(() -> f.assign(0, 1).step())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is empty")
        .hasMessageContaining("delete the watermarks");
  }

  @Test
  void a_store_to_which_nothing_was_written_may_be_empty() {
    f.assign(0).step();
    f.journal(rejected(0, offset++)).step();
    assertThat(f.watermark(0).journal()).isEqualTo(1);
    f.assign(1).step();
    f.assign(0, 1).step();
    assertThat(f.loop.status().state()).isEqualTo(State.RUNNING);
  }
}
