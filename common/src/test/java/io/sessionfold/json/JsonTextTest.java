package io.sessionfold.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.json.JsonText.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "1.0",
        "1e3",
        "1E+3",
        "-0",
        "-0.0",
        "1e99999999999",
        "\"\u2028\u2029\"",
        "\"\\u2028\"",
        "\"\\ud800\"",
        "\"\\uDC00\\ud800\"",
        "\"\\/ \\u0041 \\n \\u000a\"",
        "\"\u007f\uD83D\uDE00\uFFFD\"",
        "{\"$set\":{\"a.b\":1,\"\":2,\"\\u0000\":3}}",
        "{}",
        "[]",
        "[{},[],[[]],\"\",null,true,false]",
        "{\"b\":1,\"a\":2}",
        "{\"a\":1,\"A\":2,\" a\":3}",
        "\" { } [ ] , : \\\" \\\\\""
      })
  void compact_text_comes_back_as_it_was(String text) throws JsonSyntaxException {
    assertThat(JsonText.parse(text)).hasToString(text);
    assertThat(JsonText.parse(text.getBytes(StandardCharsets.UTF_8)).utf8())
        .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_number_of_400_digits_comes_back_as_it_was() throws JsonSyntaxException {
    String digits = "7".repeat(400);
    assertThat(JsonText.parse(digits)).hasToString(digits);
    assertThat(JsonText.parse("[0." + digits + "]")).hasToString("[0." + digits + "]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a b\":[1,2,{\"c\":\" \\n\"}]}",
        " {\"a b\":[1,2,{\"c\":\" \\n\"}]} ",
        "{ \"a b\" : [ 1 , 2 , { \"c\" : \" \\n\" } ] }",
        "\r\n{\n\t\"a b\":\n\t[1,\n2,\r{\"c\":\" \\n\"}\n]\n}\n"
      })
  void only_insignificant_whitespace_goes(String text) throws JsonSyntaxException {
    assertThat(JsonText.parse(text)).hasToString("{\"a b\":[1,2,{\"c\":\" \\n\"}]}");
  }

  @Test
  void other_text_of_the_same_value_is_another_value() throws JsonSyntaxException {
    assertThat(JsonText.parse("1.0")).isNotEqualTo(JsonText.parse("1"));
    assertThat(JsonText.parse("\"\\u0041\"")).isNotEqualTo(JsonText.parse("\"A\""));
    assertThat(JsonText.parse("{\"a\":1,\"b\":2}"))
        .isNotEqualTo(JsonText.parse("{\"b\":2,\"a\":1}"));
    assertThat(JsonText.parse("[1, 2]")).isEqualTo(JsonText.parse("[1,2]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | OBJECT",
        "[] | ARRAY",
        "\"\" | STRING",
        "-1 | NUMBER",
        "true | BOOLEAN",
        "false | BOOLEAN",
        "null | NULL"
      })
  void a_value_knows_its_kind(String text, Kind kind) throws JsonSyntaxException {
    assertThat(JsonText.parse(text).kind()).isEqualTo(kind);
  }

  @Test
  void names_and_strings_are_decoded_and_values_are_not() throws JsonSyntaxException {
    JsonText object = JsonText.parse("{\"\\u0061\\n\":\"\\u0062\\\"\\ud800\",\"$.\":1.0}");
    assertThat(object.members()).containsOnlyKeys("a\n", "$.");
    assertThat(object.members().get("a\n")).hasToString("\"\\u0062\\\"\\ud800\"");
    assertThat(object.members().get("a\n").string()).isEqualTo("b\"\ud800");
    assertThat(object.members().get("$.")).hasToString("1.0");
  }

  @ParameterizedTest
  @CsvSource({
    "1,1",
    "1.0,1",
    "1e3,1000",
    "-0,0",
    "0.0,0",
    "10e-1,1",
    "9223372036854775807,9223372036854775807",
    "-9223372036854775808,-9223372036854775808",
    "123456789012345678,123456789012345678"
  })
  void an_integer_is_read_in_whatever_form(String text, long value) throws JsonSyntaxException {
    assertThat(JsonText.parse(text).integer()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.5",
        "1e-1",
        "9223372036854775808",
        "1e400",
        "1e999999999",
        "1e-999999999",
        "1e99999999999",
        "-1e99999999999"
      })
  void what_is_not_a_long_is_refused_at_no_cost(String text) throws JsonSyntaxException {
    JsonText number = JsonText.parse(text);
    assertThatThrownBy(number::integer).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void a_reading_of_another_kind_is_refused() {
    assertThatThrownBy(JsonText.NULL::members).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(JsonText.EMPTY_OBJECT::elements).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> JsonText.of("1").integer()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> JsonText.of(1).string()).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "é", "\u2028", "\uD83D\uDE00", "aé\u2028\uD83D\uDE00"})
  void size_is_counted_in_utf8(String value) {
    JsonText text = JsonText.of(value);
    assertThat(text.utf8Length()).isEqualTo(text.utf8().length);
  }

  @Test
  void canonical_order_sorts_names_by_utf16_at_every_level_and_keeps_lexemes()
      throws JsonSyntaxException {
    JsonText text =
        JsonText.parse(
            "{\"\uFB33\":1.0,\"\uD83D\uDE00\":1e3,\"b\":[{\"z\":{},\"\\u0061\":-0}],\"\":[],\"B\":\"\\u0041\"}");
    assertThat(text.canonical())
        .hasToString(
            "{\"\":[],\"B\":\"\\u0041\",\"b\":[{\"\\u0061\":-0,\"z\":{}}],\"\uD83D\uDE00\":1e3,\"\uFB33\":1.0}");
  }
}
