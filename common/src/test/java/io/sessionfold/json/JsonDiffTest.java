package io.sessionfold.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.json.JsonDiff.Difference;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonDiffTest {
  private static Optional<Difference> first(String a, String b) {
    return JsonDiff.first(JsonText.trusted(a), JsonText.trusted(b));
  }

  private static Optional<Difference> at(String pointer, @Nullable String a, @Nullable String b) {
    return Optional.of(
        new Difference(
            pointer,
            a == null ? null : JsonText.trusted(a),
            b == null ? null : JsonText.trusted(b)));
  }

  @Test
  void equal_values_have_none_and_the_order_of_members_means_nothing() {
    assertThat(first("{\"a\":[1,{}],\"b\":\"x\"}", "{\"b\":\"x\",\"a\":[1,{}]}")).isEmpty();
  }

  @Test
  void a_value_is_told_with_its_pointer() {
    assertThat(first("1", "1.0")).isEqualTo(at("", "1", "1.0"));
    assertThat(first("{\"a\":{\"b\":[1,2]}}", "{\"a\":{\"b\":[1,3]}}"))
        .isEqualTo(at("/a/b/1", "2", "3"));
    assertThat(first("{\"a\":{}}", "{\"a\":[]}")).isEqualTo(at("/a", "{}", "[]"));
  }

  @Test
  void what_only_one_has_is_absent_in_the_other() {
    assertThat(first("{\"a\":1,\"b\":null}", "{\"a\":1}")).isEqualTo(at("/b", "null", null));
    assertThat(first("[1]", "[1,2]")).isEqualTo(at("/1", null, "2"));
  }

  @Test
  void names_are_escaped_and_the_first_in_order_is_told() {
    assertThat(first("{\"z\":1,\"a/~\":1}", "{\"z\":2,\"a/~\":2}"))
        .isEqualTo(at("/a~1~0", "1", "2"));
  }
}
