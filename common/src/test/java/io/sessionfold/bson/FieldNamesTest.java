package io.sessionfold.bson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "default",
        "agent-1",
        "A b/c",
        "a$b",
        "_id",
        "0",
        "Zoë",
        "\uD83D\uDE00",
        "\u202e",
        "@x"
      })
  void an_ordinary_name_stays_as_it_is(String name) {
    assertThat(FieldNames.encode(name)).isEqualTo(name);
    assertThat(FieldNames.decode(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "a.b,a%2Eb",
    "$set,%24set",
    "$a$,%24a$",
    "'',%",
    "100%,100%25",
    "%2E,%252E",
    "..,%2E%2E"
  })
  void what_cannot_be_in_a_field_name_is_encoded(String name, String field) {
    assertThat(FieldNames.encode(name)).isEqualTo(field);
    assertThat(FieldNames.decode(field)).isEqualTo(name);
  }

  @Test
  void nul_and_unpaired_surrogates_are_encoded_reversibly() {
    assertThat(FieldNames.encode("a\0")).isEqualTo("a%00");
    assertThat(FieldNames.encode("\ud800a\udc00")).isEqualTo("%uD800a%uDC00");
    assertThat(FieldNames.decode("%uD800a%uDC00")).isEqualTo("\ud800a\udc00");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a.b",
        "$a",
        "%2",
        "%2e",
        "%41",
        "%zz",
        "%u",
        "%uD8",
        "%uD83D%uDE00",
        "a%",
        "%%",
        "%+1"
      })
  void what_encode_never_returns_is_refused(String field) {
    assertThatThrownBy(() -> FieldNames.decode(field)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void every_name_comes_back_and_no_two_share_a_field(long seed) {
    Random random = new Random(seed);
    String alphabet = ".$%\0uD80Ea2é\ud83d\ude00\ud800\udc00";
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder chosen = new StringBuilder();
      for (int n = random.nextInt(7); n > 0; n--) {
        chosen.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String name = chosen.toString();
      String field = FieldNames.encode(name);
      assertThat(FieldNames.decode(field)).as("seed %d", seed).isEqualTo(name);
      assertThat(field).isNotEmpty().doesNotContain(".", "\0").doesNotStartWith("$");
      String other = fields.putIfAbsent(field, name);
      assertThat(other == null || other.equals(name)).as("seed %d", seed).isTrue();
    }
  }
}
