package io.sessionfold.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionChanges;
import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.sink.WriteResult;
import io.sessionfold.sink.WriteResult.Kind;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemorySinkTest {
  private static final SessionKey A = SessionKey.of("a");
  private static final SessionKey B = SessionKey.of("b");

  private final MemorySink sink = new MemorySink("memory");

  @BeforeEach
  void hold() {
    assertThat(sink.acquire(Set.of(0, 1))).containsExactly(0, 1);
  }

  @Test
  void a_repeated_batch_is_skipped() {
    assertThat(sink.write(batch(changes(A, 1, 3))).written()).isEqualTo(3);
    WriteResult again = sink.write(batch(changes(A, 1, 3)));
    assertThat(again.written()).isZero();
    assertThat(again.skipped()).isEqualTo(3);
    assertThat(sink.revision(A)).isEqualTo(3);
  }

  @Test
  void of_an_overlapping_batch_only_the_new_part_is_written() {
    sink.write(batch(changes(A, 1, 3)));
    WriteResult result = sink.write(batch(changes(A, 2, 5)));
    assertThat(result.written()).isEqualTo(2);
    assertThat(result.skipped()).isEqualTo(2);
    assertThat(sink.changes(A)).extracting(Applied::revision).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void a_gap_is_refused_and_the_other_sessions_are_written() {
    sink.write(batch(changes(A, 1, 3)));
    sink.cut(A, 1);
    WriteResult result = sink.write(batch(changes(A, 4, 5), changes(B, 1, 1)));
    assertThat(result.refused().get(A).kind()).isEqualTo(Kind.GAP);
    assertThat(result.refused().get(A).storedRevision()).isEqualTo(1);
    assertThat(result.refusedChanges()).isEqualTo(2);
    assertThat(result.written()).isEqualTo(1);
    assertThat(sink.revision(A)).isEqualTo(1);
  }

  @Test
  void an_outage_writes_nothing() {
    sink.setUnavailable(true);
    assertThatThrownBy(() -> sink.write(batch(changes(A, 1, 1))))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(sink.revision(A)).isZero();
  }

  @Test
  void what_a_checkpoint_did_not_cover_can_be_lost_and_is_reported() {
    sink.write(batch(changes(A, 1, 2)));
    assertThat(sink.checkpoint()).isEmpty();
    sink.write(batch(changes(A, 3, 4)));
    sink.loseUncheckpointed();
    assertThat(sink.revision(A)).isEqualTo(2);
    assertThat(sink.checkpoint()).containsExactly(0);
  }

  @Test
  void a_partition_that_is_not_held_is_not_written() {
    sink.release(Set.of(0));
    assertThatThrownBy(() -> sink.write(batch(changes(A, 1, 1))))
        .isInstanceOf(IllegalStateException.class);
  }

  private static ChangeBatch batch(SessionChanges... sessions) {
    return new ChangeBatch(List.of(sessions), List.of());
  }

  private static SessionChanges changes(SessionKey session, long from, long to) {
    List<Applied> changes =
        LongStream.rangeClosed(from, to)
            .mapToObj(revision -> Changes.applied(session, revision, 0, revision))
            .toList();
    return new SessionChanges(session, 0, from, changes);
  }
}
