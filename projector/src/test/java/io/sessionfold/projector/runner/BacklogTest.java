package io.sessionfold.projector.runner;

import static io.sessionfold.testkit.Changes.applied;
import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final Backlog backlog = new Backlog();

  @Test
  void nothing_is_left_where_the_position_is_the_end() {
    Backlog.Seen seen = backlog.seen(Map.of(0, 7L), Map.of(), Map.of(0, 7L), NOW);
    assertThat(seen.lag()).isEqualTo(Map.of(0, 0L));
    assertThat(seen.since()).isNull();
  }

  @Test
  void what_is_read_and_not_written_is_left_with_the_time_of_its_first_record() {
    JournalRecord first = record(0, 5);
    Backlog.Seen seen = backlog.seen(Map.of(0, 7L), Map.of(0, first), Map.of(0, 9L), NOW);
    assertThat(seen.next()).isEqualTo(Map.of(0, 5L));
    assertThat(seen.lag()).isEqualTo(Map.of(0, 4L));
    assertThat(seen.since()).isEqualTo(first.change().event().recordedAt());
  }

  @Test
  void what_was_read_beyond_an_end_that_was_looked_at_before_is_left_too() {
    Backlog.Seen seen = backlog.seen(Map.of(0, 7L), Map.of(0, record(0, 5)), Map.of(0, 5L), NOW);
    assertThat(seen.lag()).isEqualTo(Map.of(0, 2L));
  }

  @Test
  void what_is_not_read_yet_is_no_older_than_the_last_moment_at_which_nothing_was_left() {
    backlog.seen(Map.of(0, 7L), Map.of(), Map.of(0, 7L), NOW);
    Backlog.Seen seen = backlog.seen(Map.of(0, 7L), Map.of(), Map.of(0, 9L), NOW.plusSeconds(30));
    assertThat(seen.since()).isEqualTo(NOW);
  }

  @Test
  void what_is_not_read_yet_is_no_older_than_the_last_record_that_was_written() {
    JournalRecord written = record(0, 6);
    backlog.written(written);
    Backlog.Seen seen = backlog.seen(Map.of(0, 7L), Map.of(), Map.of(0, 9L), NOW);
    assertThat(seen.since()).isEqualTo(written.change().event().recordedAt());
  }

  @Test
  void the_oldest_of_all_partitions_counts_and_an_unknown_end_is_no_lag() {
    backlog.seen(Map.of(0, 1L, 1, 1L), Map.of(), Map.of(0, 1L), NOW);
    backlog.seen(Map.of(0, 1L, 1, 1L), Map.of(), Map.of(1, 1L), NOW.plusSeconds(9));
    Backlog.Seen seen =
        backlog.seen(
            Map.of(0, 1L, 1, 1L, 2, 1L), Map.of(), Map.of(0, 3L, 1, 4L), NOW.plusSeconds(20));
    assertThat(seen.lag()).isEqualTo(Map.of(0, 2L, 1, 3L));
    assertThat(seen.since()).isEqualTo(NOW);
  }

  @Test
  void a_partition_that_went_away_is_not_remembered() {
    backlog.seen(Map.of(0, 7L), Map.of(), Map.of(0, 7L), NOW);
    backlog.seen(Map.of(), Map.of(), Map.of(), NOW);
    assertThat(backlog.seen(Map.of(0, 7L), Map.of(), Map.of(0, 9L), NOW).since()).isNull();
  }

  private static JournalRecord record(int partition, long offset) {
    Change change = applied(SessionKey.of("a"), 1, partition, offset);
    return new JournalRecord(partition, offset, 10, change);
  }
}
