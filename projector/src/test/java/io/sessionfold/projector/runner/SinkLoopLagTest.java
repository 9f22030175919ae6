package io.sessionfold.projector.runner;

import static io.sessionfold.testkit.Changes.applied;
import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.SessionKey;
import io.sessionfold.projector.runner.SinkStatus.State;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a loop says of its backlog and of brokers that are silent. */
class SinkLoopLagTest {
  private static final SessionKey A = SessionKey.of("a");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final LoopFixture f = new LoopFixture(LoopFixture.AT_ONCE).assign(0).step();

  @Test
  void what_an_outage_keeps_from_being_written_is_lag_with_its_age() {
    f.sink.setUnavailable(true);
    f.journal(applied(A, 1, 0, 0), applied(A, 2, 0, 1)).step();
    SinkStatus status = f.after(SECOND).loop.status();
    assertThat(status.state()).isEqualTo(State.UNAVAILABLE);
    assertThat(status.lag()).isEqualTo(Map.of(0, 2L));
    assertThat(status.positions()).isEqualTo(Map.of(0, 0L));
    assertThat(status.behindSince()).isEqualTo(applied(A, 1, 0, 0).event().recordedAt());
    f.sink.setUnavailable(false);
    SinkStatus written = f.after(Duration.ofSeconds(30)).after(SECOND).loop.status();
    assertThat(written.lag()).isEqualTo(Map.of(0, 0L));
    assertThat(written.behindSince()).isNull();
  }

  @Test
  void each_turn_says_when_it_was() {
    long before = f.loop.status().turnedAt();
    assertThat(f.after(SECOND).loop.status().turnedAt() - before).isEqualTo(SECOND.toNanos());
  }

  @Test
  void brokers_that_are_silent_are_an_outage_after_some_questions_and_are_asked_again() {
    f.consumer.setSilent(true);
    f.after(Duration.ofSeconds(4));
    assertThat(f.loop.status().state()).isEqualTo(State.RUNNING);
    f.after(SECOND).after(SECOND);
    assertThat(f.loop.status().state()).as("after two questions").isEqualTo(State.RUNNING);
    f.after(SECOND);
    assertThat(f.loop.status().state()).isEqualTo(State.UNAVAILABLE);
    assertThat(f.loop.status().reason()).contains("Kafka does not answer");
    f.consumer.setSilent(false);
    f.after(SECOND);
    assertThat(f.loop.status().state()).isEqualTo(State.RUNNING);
  }

  @Test
  void a_quiet_journal_is_no_outage() {
    for (int i = 0; i < 100; i++) {
      assertThat(f.after(SECOND).loop.status().state()).isEqualTo(State.RUNNING);
    }
  }
}
