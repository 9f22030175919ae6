package io.sessionfold.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sessionfold.json.JsonSyntaxException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSyntaxTest {
  private static final String PLACE = ".* at line \\d+, column \\d+";

  private static JsonSyntaxException refusal(String text) {
    JsonSyntaxException refusal =
        catchThrowableOfType(JsonSyntaxException.class, () -> JsonText.parse(text));
    assertThat(refusal).as("refusal of %s", text).isNotNull().hasMessageMatching(PLACE);
    return refusal;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "\"",
        "\"\\",
        "\"\\u12",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "{\"a\":1,}",
        "{,}",
        "{a:1}",
        "{1:1}",
        "{\"a\" 1}",
        "[1 2]",
        "[1}",
        "{\"a\":1]",
        "tru",
        "nul",
        "True",
        "truefalse",
        "NaN",
        "Infinity",
        "-Infinity",
        "-",
        "+1",
        "01",
        "-01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "0x10",
        "1_000",
        "{} {}",
        "1 2",
        "{}x",
        "]",
        "'a'",
        "{'a':1}",
        "// c\n1",
        "/* c */1",
        "1 # c",
        "\uFEFF{}",
        "\u00a01",
        "\f1",
        "\"\u0000\"",
        "\"\n\"",
        "\"\t\"",
        "\"\u001f\"",
        "\"\\x41\"",
        "\"\\u00g0\"",
        "\"\\'\"",
        "\"\\\n\"",
        "\"a\"b\"",
        "\u0000",
        "1\u0000"
      })
  void what_is_not_rfc_8259_is_malformed(String text) {
    assertThat(refusal(text).kind()).isEqualTo(Kind.MALFORMED);
  }

  @Test
  void an_unpaired_surrogate_has_no_utf8_form_and_is_malformed() {
    for (String text :
        new String[] {"\"\ud800\"", "\"\udc00\"", "\"\udc00\ud800\"", "\"\ud800a\""}) {
      assertThat(refusal(text).kind()).isEqualTo(Kind.MALFORMED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"secret\":1,\"secret\":2}",
        "{\"secret\":1,\"\\u0073ecret\":1}",
        "{\"\":1,\"\":1}",
        "[{\"x\":{\"secret\":1,\"y\":2, \"secret\":{}}}]",
        "{\"1\":0,\"2\":0,\"3\":0,\"4\":0,\"5\":0,\"6\":0,\"7\":0,\"8\":0,\"9\":0,\"2\":0}",
        "{\"1\":0,\"2\":0,\"3\":0,\"4\":0,\"5\":0,\"6\":0,\"7\":0,\"8\":0,\"9\":0,\"10\":0,\"10\":0}"
      })
  void a_name_that_occurs_twice_in_one_object_is_refused(String text) {
    assertThat(refusal(text).kind()).isEqualTo(Kind.DUPLICATE_NAME);
  }

  @Test
  void the_same_name_in_different_objects_is_fine() throws JsonSyntaxException {
    String text = "[{\"a\":{\"a\":1}},{\"a\":1}]";
    assertThat(JsonText.parse(text)).hasToString(text);
  }

  @Test
  void depth_64_is_taken_and_65_is_refused() throws JsonSyntaxException {
    for (String[] brackets : new String[][] {{"[", "", "]"}, {"{\"a\":", "1", "}"}}) {
      String deepest = brackets[0].repeat(64) + brackets[1] + brackets[2].repeat(64);
      assertThat(JsonText.parse(deepest)).hasToString(deepest);
      String deeper = brackets[0].repeat(65) + brackets[1] + brackets[2].repeat(65);
      assertThat(refusal(deeper).kind()).isEqualTo(Kind.TOO_DEEP);
    }
    assertThat(refusal("[".repeat(1_000_000)).kind()).isEqualTo(Kind.TOO_DEEP);
    assertThat(JsonText.parse("[" + "[],".repeat(100) + "[]]").elements()).hasSize(101);
  }

  @Test
  void a_refusal_says_where_and_never_what() {
    assertThat(refusal("{\n  \"secret\": \"hush\",\n  \"secret\": 1}"))
        .hasMessage("a member name occurs twice at line 3, column 3");
    assertThat(refusal("{\"secret\":\"hush\"\n  oops}"))
        .hasMessage("expected ',' or '}' at line 2, column 3");
    assertThat(refusal("[1,\n2"))
        .hasMessageContaining("ends")
        .hasMessageEndingWith("line 2, column 2");
    assertThat(refusal("{\"secret\":hush}").getMessage()).doesNotContain("secret", "hush");
  }

  @Test
  void bytes_that_are_not_utf8_are_malformed_and_a_replacement_character_is_not()
      throws JsonSyntaxException {
    byte[][] broken = {
      {'"', (byte) 0xFF, '"'},
      {'"', (byte) 0xC3, '"'},
      {'"', (byte) 0xC0, (byte) 0xAF, '"'},
      {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'},
      {'"', 'a', (byte) 0xF0, (byte) 0x9F}
    };
    for (byte[] bytes : broken) {
      JsonSyntaxException refusal =
          catchThrowableOfType(JsonSyntaxException.class, () -> JsonText.parse(bytes));
      assertThat(refusal).isNotNull().hasMessageMatching("not valid UTF-8 at byte [12]");
      assertThat(refusal.kind()).isEqualTo(Kind.MALFORMED);
    }
    assertThat(JsonText.parse("\"\uFFFD\"".getBytes(StandardCharsets.UTF_8)))
        .hasToString("\"\uFFFD\"");
  }

  @Test
  void a_byte_order_mark_is_malformed() {
    byte[] marked = "\uFEFF{}".getBytes(StandardCharsets.UTF_8);
    JsonSyntaxException refusal =
        catchThrowableOfType(JsonSyntaxException.class, () -> JsonText.parse(marked));
    assertThat(refusal).isNotNull().hasMessageEndingWith("line 1, column 1");
  }

  @Test
  void hostile_text_of_six_megabytes_costs_no_more_than_its_length() {
    StringBuilder members = new StringBuilder("{");
    for (int i = 0; members.length() < 6_000_000; i++) {
      members.append(i > 0 ? ",\"" : "\"").append(i).append("\":0");
    }
    String names = members.append('}').toString();
    String number = "1e" + "9".repeat(6_000_000);
    String backslashes = '"' + "\\\\".repeat(3_000_000) + '"';
    Assertions.assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          assertThat(JsonText.parse(names).members()).hasSizeGreaterThan(500_000);
          assertThat(JsonText.parse(number).canonical()).hasToString(number);
          assertThat(JsonText.parse(backslashes).string()).hasSize(3_000_000);
        });
  }
}
