package io.sessionfold.cli.health;

import static io.sessionfold.cli.health.Judging.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.cli.health.Observation.At;
import io.sessionfold.cli.health.Observation.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartHealthTest {
  private final Judging part = new Judging();

  @Test
  void a_part_that_runs_is_alive_and_ready_with_no_reason() {
    assertThat(part.sees(Kind.RUNNING, 0, 7, 0))
        .returns(true, PartHealth::live)
        .returns(true, PartHealth::ready)
        .returns("", PartHealth::reason)
        .returns(0L, PartHealth::lagSeconds);
  }

  @Test
  void a_part_that_does_without_something_is_ready_and_says_so() {
    Observation degraded =
        new Observation("query", Kind.RUNNING, "degraded", "no changes", 0, Map.of(), null);
    assertThat(part.judges(degraded, 0))
        .returns(true, PartHealth::live)
        .returns(true, PartHealth::ready)
        .returns("no changes", PartHealth::reason);
    assertThat(part.judges(degraded, 15))
        .returns(false, PartHealth::ready)
        .extracting(PartHealth::reason)
        .asString()
        .contains("nothing was heard of it for 15 s");
  }

  @Test
  void a_part_that_failed_is_neither_and_says_why() {
    assertThat(part.sees(Kind.FAILED, 0, 7, 0))
        .returns(false, PartHealth::live)
        .returns(false, PartHealth::ready)
        .returns("because of FAILED", PartHealth::reason);
  }

  @Test
  void an_outage_is_alive_and_not_ready_however_long_it_lasts() {
    assertThat(part.seesThroughout(Kind.WAITING, 0, 7_200, 7, 1_000_000))
        .returns(true, PartHealth::live)
        .returns(false, PartHealth::ready)
        .returns("because of WAITING", PartHealth::reason);
  }

  @Test
  void a_part_that_runs_and_stands_still_before_work_is_frozen_after_its_time_and_not_before() {
    assertThat(part.seesThroughout(Kind.RUNNING, 0, 59, 7, 1)).returns(true, PartHealth::live);
    assertThat(part.sees(Kind.RUNNING, 60, 7, 1))
        .returns(false, PartHealth::live)
        .returns(false, PartHealth::ready)
        .returns(true, PartHealth::frozen);
    assertThat(part.sees(Kind.RUNNING, 61, 7, 1).reason()).contains("partition 0", "61 s");
  }

  @Test
  void a_frozen_part_that_moves_again_is_alive_again() {
    part.seesThroughout(Kind.RUNNING, 0, 100, 7, 1);
    assertThat(part.sees(Kind.RUNNING, 101, 8, 1)).returns(true, PartHealth::live);
  }

  @Test
  void a_part_without_work_may_stand_still_for_ever() {
    assertThat(part.seesThroughout(Kind.RUNNING, 0, 7_200, 7, 0)).returns(true, PartHealth::ready);
  }

  @Test
  void work_that_comes_after_a_long_rest_is_counted_from_when_it_came() {
    part.seesThroughout(Kind.RUNNING, 0, 7_200, 7, 0);
    assertThat(part.seesThroughout(Kind.RUNNING, 7_201, 7_260, 7, 5))
        .returns(true, PartHealth::live);
    assertThat(part.sees(Kind.RUNNING, 7_261, 7, 5)).returns(false, PartHealth::live);
  }

  @Test
  void a_part_that_moves_under_growing_lag_is_alive() {
    for (long second = 0; second < 600; second++) {
      assertThat(part.sees(Kind.RUNNING, second, second, 1_000 + second * 10))
          .returns(true, PartHealth::live);
    }
  }

  @Test
  void one_partition_that_stands_still_is_seen_beside_others_that_move() {
    PartHealth health = part.judges(said(Kind.RUNNING, 0, Map.of(), null), 0);
    for (long second = 0; second <= 60; second++) {
      Map<String, At> both = Map.of("0", new At(second, 9), "1", new At(7, 9));
      health = part.judges(said(Kind.RUNNING, second, both, null), second);
    }
    assertThat(health.live()).isFalse();
    assertThat(health.reason()).contains("partition 1");
  }

  @Test
  void a_partition_that_is_given_away_and_comes_back_is_counted_anew() {
    part.seesThroughout(Kind.RUNNING, 0, 50, 7, 9);
    part.judges(said(Kind.RUNNING, 51, Map.of(), null), 51);
    assertThat(part.seesThroughout(Kind.RUNNING, 52, 100, 7, 9)).returns(true, PartHealth::live);
  }

  @Test
  void an_outage_or_a_rebalance_in_between_begins_the_count_anew() {
    part.seesThroughout(Kind.RUNNING, 0, 50, 7, 9);
    part.sees(Kind.WAITING, 51, 7, 9);
    assertThat(part.seesThroughout(Kind.RUNNING, 52, 111, 7, 9)).returns(true, PartHealth::live);
    assertThat(part.sees(Kind.RUNNING, 112, 7, 9)).returns(false, PartHealth::live);
  }

  @Test
  void a_call_that_runs_into_time_outs_is_alive_and_not_ready() {
    Observation before = said(Kind.RUNNING, 0, 7, 9);
    assertThat(part.judges(before, 14)).returns(true, PartHealth::ready);
    for (long second = 15; second < 300; second++) {
      assertThat(part.judges(before, second))
          .returns(true, PartHealth::live)
          .returns(false, PartHealth::ready);
    }
    assertThat(part.judges(before, 100).reason()).contains("takes long", "100 s");
  }

  @Test
  void the_turn_after_such_a_call_does_not_count_its_time_as_standing_still() {
    part.sees(Kind.RUNNING, 0, 7, 9);
    assertThat(part.sees(Kind.RUNNING, 120, 7, 9)).returns(true, PartHealth::ready);
    assertThat(part.seesThroughout(Kind.RUNNING, 121, 179, 7, 9)).returns(true, PartHealth::live);
    assertThat(part.sees(Kind.RUNNING, 180, 7, 9)).returns(false, PartHealth::live);
  }

  @Test
  void a_part_of_which_nothing_is_heard_at_all_hangs_whatever_it_said_last() {
    for (Kind kind : new Kind[] {Kind.RUNNING, Kind.WAITING}) {
      Observation before = said(kind, 0, 7, 0);
      assertThat(part.judges(before, 299)).returns(true, PartHealth::live);
      assertThat(part.judges(before, 300)).returns(false, PartHealth::live);
      assertThat(part.judges(before, 300).reason()).contains("hangs", "300 s");
    }
  }

  @Test
  void lag_in_seconds_is_the_age_of_the_oldest_record_that_is_left() {
    Map<String, At> backlog = Map.of("0", new At(7, 3), "1", new At(2, 0));
    Observation behind = said(Kind.RUNNING, 100, backlog, Judging.START.plusSeconds(40));
    assertThat(part.judges(behind, 101))
        .returns(3L, PartHealth::lag)
        .returns(61L, PartHealth::lagSeconds);
  }

  @Test
  void lag_in_seconds_is_zero_without_lag_and_where_the_clocks_differ() {
    Map<String, At> none = Map.of("0", new At(7, 0));
    Map<String, At> some = Map.of("0", new At(7, 1));
    assertThat(part.judges(said(Kind.RUNNING, 0, none, Judging.START), 100).lagSeconds()).isZero();
    assertThat(
            part.judges(said(Kind.RUNNING, 0, some, Judging.START.plusSeconds(9)), 5).lagSeconds())
        .isZero();
  }
}
