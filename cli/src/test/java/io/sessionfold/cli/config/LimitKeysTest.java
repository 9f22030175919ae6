package io.sessionfold.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sessionfold.cli.Place;
import io.sessionfold.sequence.Limits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LimitKeysTest {
  private static final List<Setting> LIMITS =
      Stream.of(Setting.values())
          .filter(s -> s.name().startsWith("LIMIT_") || s.name().startsWith("PAGE_"))
          .toList();

  @Test
  void a_limit_out_of_bounds_is_told_by_the_key_that_it_is_configured_with() {
    assertThat(LIMITS).hasSize(Limits.class.getRecordComponents().length);
    for (Setting setting : LIMITS) {
      for (String value : List.of("-1", "2000000000")) {
        assertThat(catchThrowable(() -> limits(Map.of(setting, value))))
            .as(setting.key() + " " + value)
            .hasMessageContaining(setting.key());
      }
    }
  }

  @Test
  void the_defaults_of_the_settings_are_the_default_limits() {
    assertThat(limits(Map.of())).isEqualTo(Limits.DEFAULTS);
  }

  private static Limits limits(Map<Setting, String> flags) {
    Settings settings = Settings.read(flags, Map.of(), null);
    return new Place(settings, Path.of("data"), "none:9092", "none", "none").limits();
  }
}
