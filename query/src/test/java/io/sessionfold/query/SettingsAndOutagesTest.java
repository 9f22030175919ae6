package io.sessionfold.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Position;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsAndOutagesTest {
  private static final SessionKey S = SessionKey.of("s");
  private static final ReaderSettings NOWHERE =
      ReaderSettings.of("mongodb://user:secret@127.0.0.1:1/", "sessionfold")
          .withTimeout(Duration.ofMillis(300));

  @Test
  void a_mongo_that_is_away_is_said_within_the_timeout() {
    long before = System.nanoTime();
    try (SessionReader reader = SessionReaders.open(NOWHERE)) {
      assertThatThrownBy(() -> reader.session(S, Freshness.any()))
          .isInstanceOf(ReadUnavailableException.class)
          .hasMessageContaining("127.0.0.1:1")
          .hasMessageContaining("check that it runs")
          .hasMessageNotContaining("secret");
      Position position = Position.of(IngressTopic.MESSAGES, 0, 0);
      assertThatThrownBy(() -> reader.session(S, Freshness.after(position, Duration.ofMillis(100))))
          .isInstanceOf(ReadUnavailableException.class);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void a_kafka_that_is_away_is_said_within_the_deadline() {
    long before = System.nanoTime();
    try (SessionReader reader = SessionReaders.open(NOWHERE.withKafka("127.0.0.1:1"))) {
      assertThatThrownBy(() -> reader.session(S, Freshness.fresh(Duration.ofMillis(100))))
          .isInstanceOf(ReadUnavailableException.class)
          .hasMessageContaining("Kafka at 127.0.0.1:1");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void settings_that_cannot_work_are_refused_by_name_and_without_secrets() {
    assertThatThrownBy(() -> ReaderSettings.of("http://user:secret@host", "db"))
        .hasMessageContaining("mongoUri")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> ReaderSettings.of("mongodb://host", "a b"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> NOWHERE.withKafka(Map.of("ssl.x", "y")))
        .hasMessageContaining("bootstrap.servers");
    assertThatThrownBy(() -> NOWHERE.withTimeout(Duration.ZERO)).hasMessageContaining("timeout");
    assertThat(NOWHERE.toString()).doesNotContain("secret");
  }

  @Test
  void queries_that_mean_nothing_are_refused() {
    assertThatThrownBy(() -> MessageQuery.last(0)).hasMessageContaining("1 to 1000");
    assertThatThrownBy(() -> MessageQuery.last(1001)).hasMessageContaining("stream");
    assertThatThrownBy(() -> MessageQuery.all().indexes(1, 2)).hasMessageContaining("agent");
    assertThatThrownBy(() -> SessionQuery.of("No")).hasMessageContaining("tenant");
    assertThatThrownBy(() -> Freshness.fresh(Duration.ofMillis(-1)))
        .hasMessageContaining("deadline");
  }
}
