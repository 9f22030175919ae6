package io.sessionfold.bson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.RandomJson;
import java.time.Instant;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBinaryWriter;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonTimestamp;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadableBsonTest {
  private static final DecoderContext DECODING = DecoderContext.builder().build();

  private static BsonReading of(String text) throws JsonSyntaxException {
    return ReadableBson.of(JsonText.parse(text));
  }

  @Test
  void a_message_is_readable_and_in_order() throws JsonSyntaxException {
    String text =
        "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\",\"n\":1,\"big\":5000000000,"
            + "\"x\":1.5,\"ok\":true,\"no\":false}],\"$ref\":{\"a.b\":\"Zoë \uD83D\uDE00\\n\"},\"\":[]}";
    BsonReading reading = of(text);
    assertThat(reading.exact()).isTrue();
    assertThat(reading.value())
        .isEqualTo(
            new BsonDocument("role", new BsonString("assistant"))
                .append("content", BsonNull.VALUE)
                .append(
                    "tool_calls",
                    new BsonArray(
                        List.of(
                            new BsonDocument("id", new BsonString("c1"))
                                .append("n", new BsonInt32(1))
                                .append("big", new BsonInt64(5_000_000_000L))
                                .append("x", new BsonDouble(1.5))
                                .append("ok", BsonBoolean.TRUE)
                                .append("no", BsonBoolean.FALSE))))
                .append("$ref", new BsonDocument("a.b", new BsonString("Zoë \uD83D\uDE00\n")))
                .append("", new BsonArray()));
    assertThat(reading.value().asDocument().keySet())
        .containsExactly("role", "content", "tool_calls", "$ref", "");
    assertThat(ReadableBson.text(reading.value())).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "2147483647",
        "2147483648",
        "-9223372036854775808",
        "9223372036854775807",
        "0.0",
        "-0.0",
        "1.0",
        "1.5",
        "0.1",
        "0.30000000000000004",
        "0.0001",
        "1e-05",
        "1.5e-07",
        "1e+16",
        "1e+22",
        "1000000000000000.0",
        "123456789012345.6",
        "1.7976931348623157e+308",
        "-0.0007102968404069543",
        "\"\\n\\t\\r\\b\\f\\\\\\\"\\u0000\\u001f\u007f\u2028\uFFFD\"",
        "\"\"",
        "null",
        "true",
        "[]",
        "{}",
        "[[1,\"a\"],{\"b\":[{}]},null]"
      })
  void common_text_is_exact(String text) throws JsonSyntaxException {
    BsonReading reading = of(text);
    assertThat(reading.exact()).isTrue();
    assertThat(ReadableBson.text(reading.value())).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "-0,-0.0",
    "1.50,1.5",
    "0.00,0.0",
    "1E3,1000.0",
    "1e3,1000.0",
    "1e-5,1e-05",
    "0.00001,1e-05",
    "9223372036854775808,9.223372036854776e+18",
    "-9223372036854775809,-9.223372036854776e+18",
    "99999999999999999999,1e+20",
    "0.1000000000000000055511151231257827,0.1",
    "1e-400,0.0",
    "1e99999999999,\"1e99999999999\"",
    "-1e400,\"-1e400\"",
    "\"\\/\",\"/\"",
    "\"\\u0041\",\"A\"",
    "\"\\u001F\",\"\\u001f\"",
    "\"\\u000a\",\"\\n\"",
    "\"\\u00e9\",\"é\"",
    "\"\\ud83d\\ude00\",\"\uD83D\uDE00\"",
    "\"\\ud800\",\"\uFFFD\"",
    "\"\\udc00\\ud800x\",\"\uFFFD\uFFFDx\"",
    "\"\\ud800\\n\",\"\uFFFD\\n\"",
    "{\"a\\u0000\":1},{\"a\u2400\":1}",
    "{\"\\ud800\":1},{\"\uFFFD\":1}",
    "{\"\\u0061\":[-0]},{\"a\":[-0.0]}"
  })
  void other_text_is_not_exact_and_has_the_nearest_value(String text, String nearest)
      throws JsonSyntaxException {
    BsonReading reading = of(text);
    assertThat(reading.exact()).isFalse();
    assertThat(ReadableBson.text(reading.value())).hasToString(nearest);
  }

  static List<Long> seeds() {
    return RandomJson.seeds().toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void a_reading_is_exact_if_and_only_if_the_same_text_comes_back(long seed)
      throws JsonSyntaxException {
    RandomJson random = new RandomJson(seed);
    for (int i = 0; i < 20; i++) {
      JsonText text = JsonText.parse(random.value(3));
      BsonReading reading = ReadableBson.of(text);
      JsonText back = ReadableBson.text(reading.value());
      assertThat(reading.exact()).as("seed %d: %s", seed, text).isEqualTo(back.equals(text));
      assertThat(ReadableBson.of(back).exact() || !reading.exact()).isTrue();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void bytes_and_sizes_are_those_of_the_bson_library(long seed) throws JsonSyntaxException {
    RandomJson random = new RandomJson(seed);
    BsonDocument document =
        new BsonDocument("raw", of(random.object(3)).value())
            .append("value", of(random.value(4)).value())
            .append("list", new BsonArray(List.of(of("[" + "1,".repeat(1200) + "{}]").value())));
    byte[] expected = library(document);
    assertThat(ReadableBson.size(document)).isEqualTo(expected.length);
    assertThat(ReadableBson.size(new RawBsonDocument(expected))).isEqualTo(expected.length);
    // Decoded to a tree and encoded again, so that our bytes are compared with the library's.
    assertThat(library(new BsonDocumentCodec().decode(document.asBsonReader(), DECODING)))
        .isEqualTo(expected);
  }

  @Test
  void every_type_that_our_documents_have_is_measured_as_the_library_encodes_it() {
    BsonDocument document =
        new BsonDocument("_id", new BsonObjectId(new ObjectId("65a1b2c3d4e5f60718293a4b")))
            .append(
                "at", new BsonDateTime(Instant.parse("2026-01-02T03:04:05.678Z").toEpochMilli()))
            .append("long", new BsonInt64(-1))
            .append("binary", new BsonBinary(new byte[] {1, 2, 3}))
            .append("decimal", new BsonDecimal128(Decimal128.parse("1.10")))
            .append("timestamp", new BsonTimestamp(7, 8))
            .append("undefined", new BsonUndefined())
            .append("name é\u2028\uD83D\uDE00", new BsonString("é\u2028\uD83D\uDE00\u0000"));
    assertThat(ReadableBson.size(document)).isEqualTo(library(document).length);
  }

  @Test
  void a_type_that_json_or_our_documents_do_not_have_is_refused() {
    for (BsonValue value :
        List.of(new BsonDateTime(0), new BsonDouble(Double.NaN), new BsonDouble(1.0 / 0))) {
      assertThatThrownBy(() -> ReadableBson.text(new BsonDocument("a", value)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> ReadableBson.size(new BsonSymbol("x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_million_digits_and_a_million_elements_are_read_in_time_linear_in_their_text()
      throws JsonSyntaxException {
    String digits = "9".repeat(1_000_000);
    assertThat(of("[" + digits + "]").exact()).isFalse();
    assertThat(of("{\"n\":0." + digits + "}").value().asDocument().getDouble("n").getValue())
        .isEqualTo(1.0);
    String list = "{\"l\":[" + "1,".repeat(1_000_000) + "1]}";
    BsonReading reading = of(list);
    assertThat(ReadableBson.text(reading.value())).hasToString(list);
  }

  @Test
  void many_small_objects_in_an_array_take_memory_linear_in_their_text()
      throws JsonSyntaxException {
    String list = "[" + "{},".repeat(200_000) + "{}]";
    BsonReading reading = of(list);
    assertThat(ReadableBson.text(reading.value())).hasToString(list);
    assertThat(ReadableBson.size(reading.value())).isGreaterThan(200_000 * 5);
  }

  private static byte[] library(BsonDocument document) {
    BasicOutputBuffer out = new BasicOutputBuffer();
    new BsonDocumentCodec()
        .encode(new BsonBinaryWriter(out), document, EncoderContext.builder().build());
    return out.toByteArray();
  }
}
