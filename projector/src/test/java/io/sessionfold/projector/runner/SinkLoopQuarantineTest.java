package io.sessionfold.projector.runner;

import static io.sessionfold.testkit.Changes.applied;
import static io.sessionfold.testkit.Changes.duplicate;
import static io.sessionfold.testkit.Changes.rejected;
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

class SinkLoopQuarantineTest {
  private static final SessionKey A = SessionKey.of("a");
  private static final SessionKey B = SessionKey.of("b");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final LoopFixture f = new LoopFixture(LoopFixture.AT_ONCE);

  @Test
  void a_refused_session_is_marked_and_the_others_go_on() {
    f.assign(0).step();
    f.journal(applied(A, 1, 0, 0)).step();
    f.sink.refuse(A);
    f.journal(applied(B, 1, 0, 1), applied(A, 2, 0, 2), applied(A, 3, 0, 3)).step();
    QuarantineMark mark = onlyMark();
    assertThat(mark.session()).isEqualTo(A);
    assertThat(mark.kind()).isEqualTo(Kind.REFUSED);
    assertThat(mark.offset()).isEqualTo(2);
    assertThat(mark.from()).isEqualTo(2);
    assertThat(mark.left()).isEqualTo(2);
    assertThat(f.sink.revision(B)).isEqualTo(1);
    assertThat(f.watermark(0)).isEqualTo(new Watermark(4, 0, 4));
    assertThat(f.loop.status().quarantined()).isEqualTo(1);
  }

  @Test
  void later_changes_of_a_marked_session_are_counted_and_left() {
    f.assign(0).step();
    f.sink.refuse(A);
    f.journal(applied(A, 1, 0, 0)).step();
    f.sink.accept(A);
    f.journal(applied(A, 2, 0, 1), applied(A, 3, 0, 2)).step();
    assertThat(f.sink.revision(A)).isZero();
    assertThat(onlyMark().left()).isEqualTo(3);
    assertThat(f.loop.status().counts().left()).isEqualTo(2);
  }

  @Test
  void a_mark_is_stored_before_the_watermark_passes_it() {
    f.assign(0).step();
    f.sink.refuse(A);
    f.quarantine.setUnavailable(true);
    f.journal(applied(A, 1, 0, 0)).step();
    assertThat(f.watermark(0)).isEqualTo(Watermark.NONE);
    f.quarantine.setUnavailable(false);
    f.after(SECOND);
    assertThat(onlyMark().session()).isEqualTo(A);
    assertThat(f.watermark(0)).isEqualTo(new Watermark(1, 0, 1));
  }

  @Test
  void a_mark_is_known_to_the_next_owner_and_counts_nothing_twice() {
    f.quarantine.mark(List.of(mark(2, 3)));
    f.assign(0);
    f.journal(applied(A, 1, 0, 0), applied(A, 2, 0, 1), applied(A, 3, 0, 2)).step().step();
    assertThat(f.sink.revision(A)).isEqualTo(1);
    assertThat(onlyMark()).isEqualTo(mark(2, 3));
    assertThat(f.loop.status().counts().left()).isEqualTo(2);
  }

  @Test
  void a_store_that_is_behind_is_a_gap() {
    f.assign(0).step();
    f.journal(applied(A, 1, 0, 0), applied(A, 2, 0, 1)).step();
    f.sink.cut(A, 1);
    f.journal(applied(A, 3, 0, 2)).step();
    assertThat(onlyMark().kind()).isEqualTo(Kind.GAP);
    assertThat(onlyMark().from()).isEqualTo(3);
    assertThat(f.sink.revision(A)).isEqualTo(1);
  }

  @Test
  void a_hole_in_the_journal_is_a_gap_wherever_a_batch_ends() {
    f.assign(0, 1).step();
    f.journal(applied(A, 1, 0, 0), applied(A, 3, 0, 1), applied(A, 4, 0, 2)).step();
    f.journal(applied(B, 1, 1, 0)).step();
    f.journal(applied(B, 3, 1, 1), applied(B, 4, 1, 2)).step();
    assertThat(f.quarantine.read(1, "memory", Set.of(0, 1)))
        .allSatisfy(
            mark -> {
              assertThat(mark.kind()).isEqualTo(Kind.GAP);
              assertThat(mark.offset()).isEqualTo(1);
              assertThat(mark.from()).isEqualTo(3);
              assertThat(mark.to()).isEqualTo(4);
            })
        .hasSize(2);
    assertThat(f.sink.revision(A)).isEqualTo(1);
    assertThat(f.sink.revision(B)).isEqualTo(1);
  }

  @Test
  void every_record_is_counted_once_in_both_equations() {
    f.assign(0).step();
    f.journal(applied(A, 1, 0, 0), applied(B, 1, 0, 1)).step();
    f.sink.refuse(B);
    f.journal(applied(A, 1, 0, 0), applied(A, 2, 0, 2), applied(B, 2, 0, 3)).step();
    f.journal(applied(B, 3, 0, 4), duplicate(A, 2, 0, 5), rejected(0, 6)).step();
    SinkCounts c = f.loop.status().counts();
    assertThat(c).isEqualTo(new SinkCounts(8, 6, 1, 1, 3, 1, 1, 1, 3));
    assertThat(c.records()).isEqualTo(c.applied() + c.duplicate() + c.rejected());
    assertThat(c.applied()).isEqualTo(c.written() + c.skipped() + c.refused() + c.left());
    assertThat(meter("records")).isEqualTo(c.records());
    assertThat(meter("changes")).isEqualTo(c.applied());
  }

  private long meter(String name) {
    return (long)
        f.registry.find("sessionfold.sink." + name).counters().stream()
            .mapToDouble(counter -> counter.count())
            .sum();
  }

  private QuarantineMark onlyMark() {
    List<QuarantineMark> marks = f.quarantine.read(1, "memory", Set.of(0));
    assertThat(marks).hasSize(1);
    return marks.get(0);
  }

  private static QuarantineMark mark(long from, long to) {
    return new QuarantineMark(
        1, "memory", A, 0, from - 1, from, to, Kind.REFUSED, "m", Instant.EPOCH);
  }
}
