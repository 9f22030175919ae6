package io.sessionfold.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RandomJsonTest {
  /** An independent reader of the same grammar. */
  private static final ObjectMapper JACKSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  static List<Long> seeds() {
    return RandomJson.seeds().toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void compact_text_and_its_spaced_variant_parse_to_the_compact_text(long seed)
      throws JsonSyntaxException {
    RandomJson random = new RandomJson(seed);
    String text = random.value(5);
    assertThat(JsonText.parse(text)).hasToString(text);
    assertThat(JsonText.parse(random.spaced(text))).hasToString(text);
    assertThat(JsonText.parse(JsonText.parse(text).utf8())).hasToString(text);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void members_and_elements_rebuild_the_same_value(long seed) throws JsonSyntaxException {
    JsonText text = JsonText.parse(new RandomJson(seed).object(5));
    JsonText rebuilt = rebuilt(text);
    // Names come back in their shortest form, so the second time nothing changes at all.
    assertThat(rebuilt(rebuilt)).isEqualTo(rebuilt);
    assertThat(rebuilt.members().keySet()).containsExactlyElementsOf(text.members().keySet());
    assertThat(new ArrayList<>(JsonWriter.object(text.members()).members().values()))
        .isEqualTo(new ArrayList<>(text.members().values()));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void canonical_order_is_stable_and_independent_of_the_order_given(long seed)
      throws JsonSyntaxException {
    JsonText text = JsonText.parse(new RandomJson(seed).object(4));
    JsonText canonical = text.canonical();
    assertThat(canonical.canonical()).isEqualTo(canonical);
    assertThat(reversed(text).canonical()).isEqualTo(rebuilt(canonical));
    assertThat(canonical.utf8Length()).isEqualTo(text.utf8Length());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void broken_text_is_refused_exactly_when_an_independent_parser_refuses_it(long seed) {
    RandomJson random = new RandomJson(seed);
    for (int i = 0; i < 20; i++) {
      String text = random.broken(random.value(3));
      assertThat(accepted(text))
          .as("seed %d: %s", seed, text)
          .isEqualTo(hasUtf8Form(text) && jacksonAccepts(text));
    }
  }

  private static boolean accepted(String text) {
    try {
      JsonText.parse(text);
      return true;
    } catch (JsonSyntaxException e) {
      return false;
    }
  }

  /** Not so when an edit cut a surrogate pair in two, which Jackson does not look at. */
  private static boolean hasUtf8Form(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static boolean jacksonAccepts(String text) {
    // Jackson refuses lone surrogates in names, which RFC 8259 allows: it gets other characters.
    try (var parser = JACKSON.createParser(text.replaceAll("\\\\u[dD]", "\\\\ue"))) {
      // Tokens rather than a tree: a tree converts numbers, and some of them are out of its range.
      int depth = 0;
      int values = 0;
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        parser.finishToken();
        values += depth == 0 ? 1 : 0;
      }
      return values == 1;
    } catch (IOException e) {
      return false;
    }
  }

  private static JsonText rebuilt(JsonText text) {
    return switch (text.kind()) {
      case OBJECT -> {
        Map<String, JsonText> members = text.members();
        members.replaceAll((name, value) -> rebuilt(value));
        yield JsonWriter.object(members);
      }
      case ARRAY ->
          JsonWriter.array(text.elements().stream().map(RandomJsonTest::rebuilt).toList());
      case STRING, NUMBER, BOOLEAN, NULL -> text;
    };
  }

  private static JsonText reversed(JsonText text) {
    if (text.kind() == JsonText.Kind.ARRAY) {
      return JsonWriter.array(text.elements().stream().map(RandomJsonTest::reversed).toList());
    }
    if (text.kind() != JsonText.Kind.OBJECT) {
      return text;
    }
    List<String> names = new ArrayList<>(text.members().keySet());
    JsonWriter out = new JsonWriter();
    for (int i = names.size() - 1; i >= 0; i--) {
      out.add(names.get(i), reversed(text.members().get(names.get(i))));
    }
    return out.done();
  }
}
