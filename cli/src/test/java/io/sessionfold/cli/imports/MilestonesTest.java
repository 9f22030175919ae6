package io.sessionfold.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.journal.Position;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MilestonesTest {
  @Test
  void a_long_wait_is_many_short_ones_that_end_at_the_last_event() {
    Milestones milestones = new Milestones(2);
    for (int offset = 0; offset < 5; offset++) {
      milestones.add(message(offset));
    }
    assertThat(awaited(milestones)).containsExactly(message(1), message(3), message(4));
  }

  @Test
  void nothing_published_is_nothing_to_wait_for() {
    assertThat(awaited(new Milestones())).containsExactly(Position.NONE);
  }

  private static List<Position> awaited(Milestones milestones) {
    List<Position> awaited = new ArrayList<>();
    milestones.await(awaited::add);
    return awaited;
  }

  private static Position message(int offset) {
    return Position.of(IngressTopic.MESSAGES, 0, offset);
  }
}
