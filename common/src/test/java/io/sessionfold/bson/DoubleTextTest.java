package io.sessionfold.bson;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoubleTextTest {
  @ParameterizedTest
  @CsvSource({
    "0.0,0.0",
    "-0.0,-0.0",
    "1,1.0",
    "-2.5,-2.5",
    "1e15,1000000000000000.0",
    "1e16,1e+16",
    "123456789012345680,1.2345678901234568e+17",
    "1e23,1e+23",
    "2e23,2e+23",
    "1e-4,0.0001",
    "1e-5,1e-05",
    "1.25e-10,1.25e-10",
    "1e100,1e+100",
    "0.1,0.1",
    "9007199254740993,9007199254740992.0"
  })
  void the_layout_is_that_of_python(String value, String text) {
    assertThat(DoubleText.of(Double.parseDouble(value))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void every_finite_double_reads_back_from_its_text(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        String text = DoubleText.of(value);
        assertThat(Double.parseDouble(text)).as("seed %d, %s", seed, text).isEqualTo(value);
        assertThat(DoubleText.isTextOf(text, value)).as("seed %d, %s", seed, text).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void the_shortcut_for_plain_lexemes_agrees_with_the_text(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      String lexeme =
          (random.nextBoolean() ? "-" : "")
              + (random.nextInt(3) == 0 ? "0" : "1" + random.nextInt(100_000_000))
              + "."
              + "0".repeat(random.nextInt(6))
              + random.nextInt(1_000_000)
              + (random.nextInt(5) == 0 ? "e" + (random.nextInt(40) - 20) : "");
      double value = Double.parseDouble(lexeme);
      assertThat(DoubleText.isTextOf(lexeme, value))
          .as("seed %d, %s", seed, lexeme)
          .isEqualTo(lexeme.equals(DoubleText.of(value)));
    }
  }
}
