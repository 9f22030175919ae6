package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingTest {
  private final List<String> said = new ArrayList<>();
  private final Waiting waiting = new Waiting(said::add);

  @Test
  void what_is_over_soon_is_not_told() {
    seen(0, "mongo-sink: starting");
    seen(4);
    seen(60);
    assertThat(said).isEmpty();
  }

  @Test
  void what_takes_longer_is_told_once_and_when_it_is_over() {
    for (int second = 0; second < 60; second++) {
      seen(second, "mongo-sink: unavailable");
    }
    seen(60);
    assertThat(said).containsExactly("waiting: mongo-sink: unavailable", "all parts are ready");
  }

  @Test
  void what_changes_is_told_again_but_not_at_every_look() {
    for (int second = 0; second < 20; second++) {
      seen(second, "projector: attempt " + second);
    }
    assertThat(said).hasSize(3);
  }

  private void seen(int second, String... reasons) {
    waiting.seen(List.of(reasons), Duration.ofSeconds(second).toNanos());
  }
}
