package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({"250ms, PT0.25S", "30s, PT30S", "10m, PT10M", "2h, PT2H", "7d, P7D", "PT1M, PT1M"})
  void people_type_them_short(String text, Duration expected) {
    assertThat(Durations.parse("--wait", text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1s", "PT-1S", "1", "1y", "99999999999s"})
  void anything_else_is_wrong_usage(String text) {
    assertThatThrownBy(() -> Durations.parse("--wait", text))
        .isInstanceOfSatisfying(CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(2))
        .hasMessageContaining("--wait");
  }

  @Test
  void a_zero_is_a_duration() {
    assertThat(Durations.parse("--wait", "0s")).isZero();
  }
}
