package io.sessionfold.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.json.JsonDiff.Difference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonDiffTest {
  private static JsonText json(String text) {
    try {
      return JsonText.parse(text);
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static String differences(String before, String after) {
    List<Difference> all = JsonDiff.all(json(before), json(after));
    assertThat(JsonDiff.first(json(before), json(after))).isEqualTo(all.stream().findFirst());
    return String.join(
        " ", all.stream().map(d -> d.pointer() + ":" + d.before() + ">" + d.after()).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      emptyValue = "",
      value = {
        "{\"a\":1}|{\"a\":1}|''",
        "{\"a\":1,\"b\":{\"c\":[1,2]}}|{\"a\":1,\"b\":{\"c\":[1,3]}}|/b/c/1:2>3",
        "{\"a\":1}|{\"b\":1}|/a:1>null /b:null>1",
        "[1]|[1,2,3]|/1:null>2 /2:null>3",
        "[1,2]|[]|/0:1>null /1:2>null",
        "1|1.0|:1>1.0",
        "{\"a/b\":{\"~\":1}}|{\"a/b\":{\"~\":2}}|/a~1b/~0:1>2",
        "{\"\":1}|{\"\":2}|/:1>2",
        "{\"a\":[]}|{\"a\":{}}|/a:[]>{}",
        "{\"a\":{\"x\":1,\"y\":2}}|{\"a\":{\"y\":2,\"x\":1}}|/a:{\"x\":1,\"y\":2}>{\"y\":2,\"x\":1}",
        "{\"x\":1,\"y\":2}|{\"y\":3,\"x\":1}|/y:2>3",
        "{\"a\":1}|{\"\\u0061\":1}|:{\"a\":1}>{\"\\u0061\":1}",
        "{\"a\":1}|{\"a\":1,\"b\":null}|/b:null>null",
      })
  void differences_are_told_where_they_are(String before, String after, String expected) {
    assertThat(differences(before, after)).isEqualTo(expected);
  }

  @Test
  void a_member_that_is_null_is_not_one_that_is_absent() {
    Difference added = JsonDiff.all(json("{}"), json("{\"b\":null}")).get(0);
    assertThat(added.before()).isNull();
    assertThat(added.after()).isEqualTo(JsonText.NULL);
    assertThat(added.json()).isEqualTo(json("{\"path\":\"/b\",\"after\":null}"));
  }

  @Test
  void an_order_is_told_from_a_value() {
    assertThat(JsonDiff.all(json("{\"x\":1,\"y\":2}"), json("{\"y\":2,\"x\":1}")))
        .allMatch(Difference::ofOrder);
    assertThat(JsonDiff.all(json("{\"x\":1,\"y\":2}"), json("{\"y\":1,\"x\":2}")))
        .noneMatch(Difference::ofOrder);
  }

  @Test
  void there_is_a_difference_exactly_if_the_texts_differ() {
    for (long seed = 0; seed < 500; seed++) {
      JsonText a = json(new RandomJson(seed).object(4));
      JsonText b = json(new RandomJson(seed + 500).object(4));
      assertThat(JsonDiff.all(a, b).isEmpty()).isEqualTo(a.equals(b));
      assertThat(JsonDiff.all(a, a)).isEmpty();
    }
  }
}
