package io.sessionfold.projector.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.junit.jupiter.api.Test;

class ClockCheckTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private static Optional<TopicProblem> newestIs(long... millis) {
    List<ListOffsetsResultInfo> answers =
        Arrays.stream(millis)
            .mapToObj(m -> new ListOffsetsResultInfo(1, m, Optional.empty()))
            .toList();
    return ClockCheck.problem("agent-messages", answers, NOW);
  }

  @Test
  void an_empty_topic_and_a_newest_record_of_before_are_fine() {
    assertThat(newestIs(-1, -1)).isEmpty();
    assertThat(newestIs(-1, NOW.toEpochMilli())).isEmpty();
    assertThat(newestIs(NOW.plus(Duration.ofMinutes(5)).toEpochMilli())).isEmpty();
  }

  @Test
  void a_record_of_the_future_is_refused_with_the_remedy() {
    assertThat(newestIs(-1, NOW.plus(Duration.ofMinutes(6)).toEpochMilli()))
        .get()
        .hasToString(
            "agent-messages: its newest record is 2026-01-02T03:10:05Z, 360 s ahead of this"
                + " machine's clock. Set the clocks of the brokers and of this machine (NTP); if"
                + " the brokers' clock was wrong, wait until that time has passed, or the times of"
                + " new events would go back");
  }
}
