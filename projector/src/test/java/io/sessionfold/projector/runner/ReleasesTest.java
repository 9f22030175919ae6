package io.sessionfold.projector.runner;

import static io.sessionfold.testkit.Changes.applied;
import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.SessionKey;
import io.sessionfold.sink.Watermark;
import io.sessionfold.sink.WriteResult.Kind;
import io.sessionfold.store.QuarantineMark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReleasesTest {
  private static final SessionKey A = SessionKey.of("a");
  private static final SessionKey B = SessionKey.of("b");
  private static final Duration ASKED = Duration.ofSeconds(2);

  private final LoopFixture f = new LoopFixture(LoopFixture.AT_ONCE);

  /** A has revision 1 and is refused from 2 on; B goes on. */
  private void refused() {
    f.assign(0).step();
    f.journal(applied(A, 1, 0, 0)).step();
    f.sink.refuse(A);
    f.journal(applied(A, 2, 0, 1), applied(B, 1, 0, 2)).step();
    f.journal(applied(A, 3, 0, 3)).step();
    assertThat(marks()).hasSize(1);
  }

  private List<QuarantineMark> marks() {
    return f.quarantine.read(1, "memory", Set.of(0, 1));
  }

  private void request() {
    assertThat(f.quarantine.request(marks().get(0), Instant.EPOCH)).isTrue();
  }

  @Test
  void nobody_is_released_who_was_not_asked_for() {
    refused();
    f.sink.accept(A);
    f.after(ASKED).after(ASKED);
    assertThat(marks()).hasSize(1);
    assertThat(f.sink.revision(A)).isEqualTo(1);
  }

  @Test
  void a_released_session_ends_as_if_it_had_never_failed() {
    refused();
    f.sink.accept(A);
    request();
    f.after(ASKED);
    assertThat(marks()).isEmpty();
    assertThat(f.sink.revision(A)).isEqualTo(3);
    assertThat(f.loop.status().quarantined()).isZero();
    f.journal(applied(A, 4, 0, 4)).step();
    assertThat(f.sink.revision(A)).isEqualTo(4);
    assertThat(f.sink.revision(B)).isEqualTo(1);
  }

  /** Else the loop, which takes as much a turn, would never be caught up with. */
  @Test
  void one_turn_reads_on_while_records_come() {
    f.replayedAtOnce = 1;
    a_released_session_ends_as_if_it_had_never_failed();
  }

  @Test
  void what_comes_while_it_is_released_is_not_lost() {
    refused();
    f.sink.accept(A);
    request();
    f.journal(applied(A, 4, 0, 4));
    f.after(ASKED);
    f.journal(applied(A, 5, 0, 5)).step().step();
    assertThat(f.sink.revision(A)).isEqualTo(5);
    assertThat(marks()).isEmpty();
  }

  @Test
  void a_session_that_is_refused_again_stays_with_the_new_reason() {
    refused();
    request();
    f.after(ASKED);
    QuarantineMark mark = marks().get(0);
    assertThat(mark.release().requestedAt()).isNull();
    assertThat(mark.release().failedAt()).isNotNull();
    assertThat(mark.message()).isEqualTo("make the store take it");
    assertThat(f.replays).allMatch(replay -> replay.closed());
    f.journal(applied(A, 4, 0, 4)).step();
    assertThat(f.sink.revision(A)).isEqualTo(1);
  }

  @Test
  void a_gap_is_filled_from_the_first_change() {
    f.assign(0).step();
    f.journal(applied(A, 1, 0, 0), applied(A, 2, 0, 1)).step();
    f.sink.cut(A, 1);
    f.journal(applied(A, 3, 0, 2)).step();
    assertThat(marks().get(0).kind()).isEqualTo(Kind.GAP);
    request();
    f.after(ASKED);
    assertThat(marks()).isEmpty();
    assertThat(f.sink.changes(A)).extracting(c -> c.revision()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void a_session_that_another_process_marked_is_written_anew() {
    f.assign(0).step();
    f.journal(applied(A, 1, 0, 0), applied(A, 2, 0, 1)).step();
    QuarantineMark damaged =
        new QuarantineMark(1, "memory", A, 0, 0, 1, 1, Kind.GAP, "a damaged file", Instant.EPOCH);
    f.quarantine.mark(List.of(damaged));
    request();
    f.after(ASKED);
    assertThat(marks()).isEmpty();
    assertThat(f.sink.revision(A)).isEqualTo(2);
  }

  @Test
  void an_outage_in_the_middle_changes_nothing() {
    refused();
    f.sink.accept(A);
    request();
    f.sink.setUnavailable(true);
    f.after(ASKED);
    assertThat(marks()).hasSize(1);
    f.sink.setUnavailable(false);
    f.after(ASKED).after(ASKED);
    assertThat(marks()).isEmpty();
    assertThat(f.sink.revision(A)).isEqualTo(3);
  }

  @Test
  void a_mark_that_cannot_be_taken_away_is_taken_away_later() {
    refused();
    f.sink.accept(A);
    request();
    f.quarantine.setUnavailable(true);
    f.after(ASKED);
    assertThat(marks()).hasSize(1);
    f.quarantine.setUnavailable(false);
    f.after(ASKED).after(ASKED);
    assertThat(marks()).isEmpty();
    assertThat(f.sink.revision(A)).isEqualTo(3);
  }

  @Test
  void a_failure_that_cannot_be_stored_is_stored_later_and_never_taken_for_a_release() {
    refused();
    request();
    f.quarantine.setUnavailable(true);
    f.after(ASKED);
    f.quarantine.setUnavailable(false);
    f.after(ASKED).after(ASKED);
    assertThat(marks()).hasSize(1);
    assertThat(marks().get(0).release().failedAt()).isNotNull();
    assertThat(f.sink.revision(A)).isEqualTo(1);
  }

  @Test
  void a_session_that_was_discarded_and_refused_is_written_from_its_first_change_next_time() {
    f.assign(0).step();
    f.journal(applied(A, 1, 0, 0), applied(A, 2, 0, 1)).step();
    f.sink.cut(A, 1);
    f.journal(applied(A, 3, 0, 2)).step();
    f.sink.refuse(A);
    request();
    f.after(ASKED);
    assertThat(marks().get(0).message()).isEqualTo("make the store take it");
    f.sink.accept(A);
    request();
    f.after(ASKED);
    assertThat(marks()).isEmpty();
    assertThat(f.sink.revision(A)).isEqualTo(3);
  }

  @Test
  void the_next_owner_carries_the_release_out() {
    refused();
    f.sink.accept(A);
    request();
    f.assign(1).step();
    assertThat(marks()).hasSize(1);
    f.assign(0, 1);
    f.again(0, 4);
    f.after(ASKED).after(ASKED);
    assertThat(marks()).isEmpty();
    assertThat(f.sink.revision(A)).isEqualTo(3);
  }

  @Test
  void what_a_checkpoint_loses_is_released_once_more() {
    refused();
    f.sink.accept(A);
    request();
    f.sink.loseAtNextCheckpoint();
    f.after(ASKED);
    assertThat(marks()).hasSize(1);
    f.after(ASKED).after(ASKED);
    assertThat(marks()).isEmpty();
    assertThat(f.sink.revision(A)).isEqualTo(3);
    assertThat(f.watermark(0)).isEqualTo(new Watermark(4, 0, 4));
  }
}
