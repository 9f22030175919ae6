package io.sessionfold.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sessionfold.session.AsOf.AtRevision;
import io.sessionfold.session.AsOf.AtTime;
import io.sessionfold.session.AsOf.Back;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsOfTest {
  @Test
  void a_point_is_read_as_people_write_it() {
    assertThat(AsOf.parse("12")).contains(new AtRevision(12));
    assertThat(AsOf.parse("-3")).contains(new Back(3));
    assertThat(AsOf.parse("-0")).contains(AsOf.NOW);
    Instant noon = Instant.parse("2026-03-01T12:00:00Z");
    assertThat(AsOf.parse("2026-03-01T12:00:00Z")).contains(new AtTime(noon));
    assertThat(AsOf.parse("2026-03-01T13:00:00.000+01:00")).contains(new AtTime(noon));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "-", "+1", "1.5", "noon", "2026-03-01", "9999999999999999999", " 1"})
  void anything_else_is_none(String text) {
    assertThat(AsOf.parse(text)).isEmpty();
  }

  @Test
  void numbers_that_mean_nothing_are_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new AtRevision(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Back(-1));
  }
}
