package io.sessionfold.chaos.oracle;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Plain trees: from JSON, from BSON, and in one form so that they can be compared. */
final class Trees {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
          .build();

  private Trees() {}

  /** The tree of a JSON text in UTF-8; empty if it is none. */
  static Optional<JsonNode> read(byte @Nullable [] utf8) {
    if (utf8 == null) {
      return Optional.empty();
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      JsonNode tree = JSON.readTree(text);
      return tree.isMissingNode() ? Optional.empty() : Optional.of(tree);
    } catch (CharacterCodingException | JsonProcessingException e) {
      return Optional.empty();
    }
  }

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: " + text, e);
    }
  }

  /** A comparable text that keeps the order of members. */
  static String text(JsonNode tree) {
    return plain(tree, false).toString();
  }

  /** A comparable text in which the order of members does not count. */
  static String sorted(JsonNode tree) {
    return plain(tree, true).toString();
  }

  private static JsonNode plain(JsonNode tree, boolean sorted) {
    if (tree.isNumber()) {
      BigDecimal value = tree.decimalValue().stripTrailingZeros();
      return JsonNodeFactory.instance.textNode("#" + value.toPlainString());
    }
    if (tree.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      tree.forEach(each -> array.add(plain(each, sorted)));
      return array;
    }
    if (!tree.isObject()) {
      return tree;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    if (sorted) {
      TreeMap<String, JsonNode> members = new TreeMap<>();
      tree.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
      members.forEach((name, value) -> object.set(name, plain(value, true)));
    } else {
      tree.properties()
          .forEach(member -> object.set(member.getKey(), plain(member.getValue(), false)));
    }
    return object;
  }

  /** The tree of a BSON value; dates as numbers of milliseconds. */
  static JsonNode of(BsonValue value) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (value.getBsonType()) {
      case DOCUMENT -> of(value.asDocument());
      case ARRAY -> {
        ArrayNode array = json.arrayNode();
        value.asArray().forEach(each -> array.add(of(each)));
        yield array;
      }
      case STRING -> json.textNode(value.asString().getValue());
      case BOOLEAN -> json.booleanNode(value.asBoolean().getValue());
      case INT32 -> json.numberNode(value.asInt32().getValue());
      case INT64 -> json.numberNode(value.asInt64().getValue());
      case DOUBLE -> json.numberNode(value.asDouble().getValue());
      case DECIMAL128 -> json.numberNode(value.asDecimal128().getValue().bigDecimalValue());
      case DATE_TIME -> json.numberNode(value.asDateTime().getValue());
      case NULL -> json.nullNode();
      default -> throw new IllegalArgumentException("BSON of type " + value.getBsonType());
    };
  }

  private static ObjectNode of(BsonDocument document) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    document.forEach((name, value) -> object.set(name, of(value)));
    return object;
  }
}
