package io.sessionfold.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "airline-000-0",
        "0190c2d4-7e3b-7cc1-9a4f-0242ac120002",
        "a_b",
        "user@example",
        "console",
        "com10",
        "x+y=z"
      })
  void a_typical_id_stays_as_it_is(String id) {
    assertThat(FileNames.encode(id)).isEqualTo(id);
    assertThat(FileNames.decode(id)).contains(id);
  }

  @ParameterizedTest
  @CsvSource({
    "A,%41",
    "a.b,a%2eb",
    ".,%2e",
    "..,%2e%2e",
    "a/b,a%2fb",
    "a\\b,a%5cb",
    "a b,a%20b",
    "é,%c3%a9",
    "con,%63on",
    "nul,%6eul",
    "lpt9,%6cpt9",
    "CON,%43%4f%4e",
    "con.x,con%2ex",
    "-rf,%2drf",
    "~a,%7ea",
    "100%,100%25",
    "'',%",
    "a:b*c?,a%3ab%2ac%3f"
  })
  void everything_else_is_encoded_reversibly(String id, String name) {
    assertThat(FileNames.encode(id)).isEqualTo(name);
    assertThat(FileNames.decode(name)).contains(id);
  }

  @Test
  void twins_by_case_or_normalisation_have_names_of_their_own() {
    assertThat(FileNames.encode("Session")).isNotEqualToIgnoringCase(FileNames.encode("session"));
    String composed = Normalizer.normalize("é", Normalizer.Form.NFC);
    String decomposed = Normalizer.normalize("é", Normalizer.Form.NFD);
    assertThat(FileNames.encode(composed)).isNotEqualTo(FileNames.encode(decomposed));
  }

  @Test
  void control_characters_and_spaces_at_the_end_are_encoded() {
    assertThat(FileNames.encode("a ")).isEqualTo("a%20");
    assertThat(FileNames.encode("\0\n\u007f")).isEqualTo("%00%0a%7f");
  }

  @Test
  void an_unpaired_surrogate_is_encoded_reversibly() {
    assertThat(FileNames.encode("a\ud800")).isEqualTo("a%ud800");
    assertThat(FileNames.decode("a%ud800")).contains("a\ud800");
    assertThat(FileNames.encode("\ud83d\ude00")).isEqualTo("%f0%9f%98%80");
  }

  @Test
  void a_long_name_is_hashed_and_cannot_be_decoded() {
    String longest = "x".repeat(200);
    assertThat(FileNames.encode(longest)).isEqualTo(longest);
    String hashed = FileNames.encode(longest + "x");
    assertThat(hashed).matches("~[0-9a-f]{64}");
    assertThat(FileNames.decode(hashed)).isEmpty();
    assertThat(FileNames.decode(longest + "x")).isEmpty();
    assertThat(FileNames.encode("X".repeat(67))).startsWith("~");
    assertThat(FileNames.encode("\u4e2d".repeat(256))).hasSize(65);
    assertThat(FileNames.encode("X".repeat(67))).isNotEqualTo(FileNames.encode("x".repeat(201)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A",
        "a.b",
        "%41%",
        "%4",
        "%zz",
        "%4A",
        "%61",
        "%ff",
        "%c3",
        "%u0041",
        "%ud83d%ude00",
        "con",
        "-a",
        "a%",
        "",
        "~",
        "%+1"
      })
  void what_is_not_a_name_of_ours_is_not_decoded(String name) {
    assertThat(FileNames.decode(name)).isEmpty();
  }

  @Test
  void the_shard_is_the_first_byte_of_the_hash() {
    // printf airline-000-0 | sha256sum
    assertThat(FileNames.shard("airline-000-0")).isEqualTo("f8");
    String id = "X".repeat(256);
    assertThat(FileNames.encode(id)).startsWith("~" + FileNames.shard(id));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void every_id_comes_back_and_no_two_share_a_name_on_any_file_system(long seed) {
    Random random = new Random(seed);
    String alphabet = "aAbB0-_@.%~ \\:u\0é\u0301eE\u212b\u00c5\u0130ı\u4e2d\ud83d\ude00\ud800";
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder chosen = new StringBuilder();
      for (int n = random.nextInt(8); n > 0; n--) {
        chosen.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String id = chosen.toString();
      String name = FileNames.encode(id);
      assertThat(name).as("seed %d", seed).matches("[a-z0-9_@+=%][a-z0-9_@+=%-]*");
      assertThat(FileNames.decode(name)).as("seed %d", seed).contains(id);
      String onDisk = Normalizer.normalize(name.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
      String other = names.putIfAbsent(onDisk, id);
      assertThat(other == null || other.equals(id)).as("seed %d", seed).isTrue();
    }
  }

  @Test
  void a_uuid_in_lower_case_stays_as_it_is() {
    String id = new UUID(1, 2).toString();
    assertThat(FileNames.encode(id)).isEqualTo(id);
  }
}
