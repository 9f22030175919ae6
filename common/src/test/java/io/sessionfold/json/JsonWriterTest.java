package io.sessionfold.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
  @Test
  void members_come_in_the_order_given_and_absent_ones_are_left_out() {
    JsonText text =
        new JsonWriter()
            .add("z", "1")
            .add("none", (String) null)
            .add("none", (Long) null)
            .add("none", (JsonText) null)
            .add("a", 1L)
            .add("b", true)
            .add("null", JsonText.NULL)
            .add("list", List.of(JsonText.of(1), JsonText.EMPTY_OBJECT))
            .add("map", Map.of("x", JsonText.of("y")))
            .done();
    assertThat(text)
        .hasToString(
            "{\"z\":\"1\",\"a\":1,\"b\":true,\"null\":null,\"list\":[1,{}],\"map\":{\"x\":\"y\"}}");
    assertThat(new JsonWriter().done()).isEqualTo(JsonText.EMPTY_OBJECT);
  }

  @Test
  void the_members_of_an_object_are_taken_over_as_they_are() {
    JsonText object = JsonText.trusted("{\"\\u0061\":1.0,\"b\":{}}");
    assertThat(new JsonWriter().addAll(object).done()).isEqualTo(object);
    assertThat(
            new JsonWriter()
                .add("z", 1L)
                .addAll(object)
                .addAll(JsonText.EMPTY_OBJECT)
                .add("y", 2L)
                .done())
        .hasToString("{\"z\":1,\"\\u0061\":1.0,\"b\":{},\"y\":2}");
    assertThat(new JsonWriter().addAll(JsonText.EMPTY_OBJECT).add("y", 2L).done())
        .hasToString("{\"y\":2}");
    JsonWriter writer = new JsonWriter();
    assertThatThrownBy(() -> writer.addAll(JsonText.NULL))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void only_what_must_be_escaped_is_escaped_in_the_shortest_way() {
    assertThat(JsonText.of("\"\\/\b\f\n\r\t\u0000\u001f\u007f\u2028é\uD83D\uDE00"))
        .hasToString("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007f\u2028é\uD83D\uDE00\"");
  }

  @Test
  void a_lone_surrogate_is_escaped_and_a_pair_is_not() {
    assertThat(JsonText.of("\ud800")).hasToString("\"\\ud800\"");
    assertThat(JsonText.of("\udc00\ud800")).hasToString("\"\\udc00\\ud800\"");
    assertThat(JsonText.of("\ud800\ud83d\ude00\udc00"))
        .hasToString("\"\\ud800\ud83d\ude00\\udc00\"");
  }

  @Test
  void names_are_quoted_as_strings_are() throws JsonSyntaxException {
    JsonText text = new JsonWriter().add("\"\n\ud800", 1L).done();
    assertThat(text).hasToString("{\"\\\"\\n\\ud800\":1}");
    assertThat(JsonText.parse(text.toString()).members()).containsOnlyKeys("\"\n\ud800");
  }
}
