package io.sessionfold.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.chaos.fault.Fault;
import io.sessionfold.chaos.fault.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RoundTest {
  private static List<Fault> ofSeeds(int from, int seeds) {
    List<Fault> all = new ArrayList<>();
    LongStream.range(from, from + seeds).mapToObj(Round::faults).forEach(all::addAll);
    return all;
  }

  @Test
  void a_seed_always_means_the_same() {
    assertThat(Round.faults(17).stream().map(Fault::name))
        .isEqualTo(Round.faults(17).stream().map(Fault::name).toList());
  }

  @Test
  void as_many_seeds_as_there_are_faults_try_each() {
    assertThat(ofSeeds(1, Faults.all().size()))
        .extracting(Fault::name)
        .containsAll(Faults.all().stream().map(Fault::name).toList());
  }

  @Test
  void five_rounds_of_every_build_have_zombies() {
    assertThat(ChaosIT.seeds())
        .filteredOn(seed -> ChaosIT.faults(seed).stream().anyMatch(Fault::zombie))
        .hasSizeGreaterThanOrEqualTo(5);
  }

  @Test
  void beside_a_rebuild_everything_is_tried_but_damage() {
    List<Fault> tried = new ArrayList<>();
    for (int seed = 1; seed <= 20; seed++) {
      for (int wave = 0; wave < 4; wave++) {
        tried.addAll(Round.besideRebuild(seed, wave));
      }
    }
    assertThat(tried).noneMatch(fault -> fault.kind() == Fault.Kind.DAMAGE);
    assertThat(tried)
        .extracting(Fault::name)
        .containsAll(
            Faults.all().stream()
                .filter(fault -> fault.kind() != Fault.Kind.DAMAGE)
                .map(Fault::name)
                .toList());
  }
}
