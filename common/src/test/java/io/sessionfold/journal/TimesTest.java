package io.sessionfold.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
  @ParameterizedTest
  @CsvSource({
    "2026-03-01T09:00:00Z, 2026-03-01T09:00:00.000Z",
    "2026-03-01t09:00:00.1z, 2026-03-01T09:00:00.100Z",
    "2026-03-01T09:00:00.123456789Z, 2026-03-01T09:00:00.123Z",
    "2026-03-01T09:00:00.9999999999999Z, 2026-03-01T09:00:00.999Z",
    "2026-03-01T09:00:00+05:30, 2026-03-01T03:30:00.000Z",
    "2026-03-01T00:00:00-00:01, 2026-03-01T00:01:00.000Z",
    "2024-02-29T23:59:59.5Z, 2024-02-29T23:59:59.500Z",
    "1969-12-31T23:59:59.999Z, 1969-12-31T23:59:59.999Z",
    "0000-01-01T00:00:00Z, 0000-01-01T00:00:00.000Z",
    "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z",
  })
  void rfc_3339_is_read_in_every_form(String text, String expected) {
    assertThat(Times.parse(text).map(Times::format)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "2026-03-01",
        "2026-03-01T09:00Z",
        "2026-03-01T09:00:00",
        "2026-03-01 09:00:00Z",
        "2026-03-01T09:00:00.Z",
        "2026-03-01T09:00:00+0530",
        "2026-03-01T09:00:00+05",
        "2026-03-01T09:00:00+24:00",
        "2026-03-01T09:00:00Z ",
        "2026-03-01T09:00:00ZZ",
        "2026-02-29T09:00:00Z",
        "2026-13-01T09:00:00Z",
        "2026-03-00T09:00:00Z",
        "2026-03-01T24:00:00Z",
        "2026-03-01T09:60:00Z",
        "2026-12-31T23:59:60Z",
        "2026\r03\r01T09:00:00Z",
        "+2026-03-01T09:00:00Z",
        "12026-03-01T09:00:00Z",
        "-001-03-01T09:00:00Z",
        "0000-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "\u0662\u0660\u0662\u0666-03-01T09:00:00Z",
      })
  void what_is_not_rfc_3339_is_not_read(String text) {
    assertThat(Times.parse(text)).isEmpty();
  }

  @Test
  void what_is_written_is_read_back_to_the_millisecond() {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      Instant time =
          Instant.ofEpochMilli(random.nextLong(-62_167_219_200_000L, 253_402_300_800_000L));
      assertThat(Times.parse(Times.format(time))).contains(time);
    }
  }

  @Test
  void a_year_that_has_no_four_digits_is_not_written() {
    for (String time : List.of("+10000-01-01T00:00:00Z", "-0001-12-31T23:59:59.999Z")) {
      assertThatThrownBy(() -> Times.format(Instant.parse(time)))
          .isInstanceOf(DateTimeException.class);
    }
    assertThatThrownBy(() -> Times.format(Instant.MAX)).isInstanceOf(DateTimeException.class);
    assertThatThrownBy(() -> Times.format(Instant.MIN)).isInstanceOf(DateTimeException.class);
  }

  @Test
  void the_order_of_texts_is_the_order_of_times() {
    Instant earlier = Instant.parse("2026-03-01T09:00:00.009Z");
    assertThat(Times.format(earlier)).isLessThan(Times.format(earlier.plusMillis(1)));
    assertThat(Times.format(earlier)).hasSameSizeAs(Times.format(Instant.EPOCH));
  }
}
