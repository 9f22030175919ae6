package io.sessionfold.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventSkeletonTest {
  private static JsonNode of(String text) throws JsonSyntaxException {
    return EventSkeleton.of(JsonText.parse(text));
  }

  @Test
  void members_and_their_children_are_there_and_nothing_below() throws JsonSyntaxException {
    JsonNode data =
        of(
            "{\"agent\":\"a\\n\",\"message\":{\"role\":\"user\",\"content\":[{\"text\":\"x\"}],\"m\":{\"y\":1}},"
                + "\"list\":[1,[2],{\"a\":1}],\"none\":null,\"yes\":true,\"no\":false}");
    assertThat(data)
        .hasToString(
            "{\"agent\":\"a\\n\",\"message\":{\"role\":\"user\",\"content\":[],\"m\":{}},"
                + "\"list\":[1,[],{}],\"none\":null,\"yes\":true,\"no\":false}");
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1.0,1", "1e3,1000", "-0,0", "9223372036854775807,9223372036854775807"})
  void integers_are_exact_in_whatever_form(String text, long value) throws JsonSyntaxException {
    JsonNode number = of("{\"n\":" + text + "}").get("n");
    assertThat(number.isIntegralNumber()).isTrue();
    assertThat(number.longValue()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.5", "0.1", "9223372036854775808", "-1e40", "0.12345678901234567890123456789"})
  void other_numbers_of_ordinary_size_are_exact(String text) throws JsonSyntaxException {
    assertThat(of("[" + text + "]").get(0).decimalValue())
        .isEqualByComparingTo(new BigDecimal(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400", "1e999999999", "-1e999999999", "1e-999999999", "1e99999999999"})
  void a_number_that_is_dear_to_convert_is_out_of_range_and_not_integral(String text)
      throws JsonSyntaxException {
    JsonNode number = of("[" + text + "]").get(0);
    assertThat(number.canConvertToExactIntegral()).isFalse();
    assertThat(number.decimalValue()).isGreaterThan(new BigDecimal(Long.MAX_VALUE));
    assertThat(number.decimalValue().precision()).isLessThan(100);
  }

  @Test
  void a_million_digits_are_out_of_range_too() throws JsonSyntaxException {
    JsonNode number = of("9".repeat(1_000_000));
    assertThat(number.decimalValue().precision()).isLessThan(100);
  }

  static List<Long> seeds() {
    return RandomJson.seeds().toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void names_and_kinds_are_those_of_the_text(long seed) throws JsonSyntaxException {
    JsonText text = JsonText.parse(new RandomJson(seed).object(4));
    JsonNode data = EventSkeleton.of(text);
    assertThat(data.fieldNames()).toIterable().containsExactlyElementsOf(text.members().keySet());
    text.members().forEach((name, value) -> agrees(data.get(name), value));
  }

  private static void agrees(JsonNode node, JsonText value) {
    switch (value.kind()) {
      case OBJECT ->
          assertThat(node.fieldNames())
              .toIterable()
              .containsExactlyElementsOf(value.members().keySet());
      case ARRAY -> assertThat(node).hasSize(value.elements().size());
      case STRING -> assertThat(node.textValue()).isEqualTo(value.string());
      case NUMBER -> assertThat(node.isNumber()).isTrue();
      case BOOLEAN -> assertThat(node.booleanValue()).isEqualTo(value.bool());
      case NULL -> assertThat(node.getNodeType()).isEqualTo(JsonNodeType.NULL);
    }
  }
}
