package io.sessionfold.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.math.BigDecimal;

/**
 * The part of an event's data that a schema looks at, as a Jackson tree: the data, its members and
 * their children. An object or array among the children is there, but empty, so that its type can
 * be checked while verbatim content of any size and depth costs no more than finding its end.
 *
 * <p>Numbers of up to {@value #LONGEST_NUMBER} characters are exact, integral ones a {@link
 * LongNode} in whatever form they were written ({@code 1}, {@code 1.0}, {@code 1e3}).
 */
public final class EventSkeleton {
  private static final int LONGEST_NUMBER = 40;
  private static final int DEEPEST_LEVEL = 2;

  /**
   * Stands for every number that is too long, or has too large an exponent, to be one of ours.
   * Schemas bound only our own small integers, so all they must see is that it is not one: it is
   * out of any range and not integral. Converting a hostile number with a million digits, or an
   * exponent of a billion, must cost nothing.
   */
  private static final ValueNode OUT_OF_RANGE =
      DecimalNode.valueOf(new BigDecimal("1" + "0".repeat(60) + ".5"));

  private final String text;
  private int at;

  private EventSkeleton(String text) {
    this.text = text;
  }

  /** The skeleton of an event's data. */
  public static JsonNode of(JsonText value) {
    return new EventSkeleton(value.toString()).node(0);
  }

  private JsonNode node(int level) {
    return switch (text.charAt(at)) {
      case '{' -> object(level);
      case '[' -> array(level);
      case '"' -> TextNode.valueOf(string());
      case 't' -> word(BooleanNode.TRUE, 4);
      case 'f' -> word(BooleanNode.FALSE, 5);
      case 'n' -> word(NullNode.getInstance(), 4);
      default -> number();
    };
  }

  private ObjectNode object(int level) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    if (level == DEEPEST_LEVEL) {
      at = JsonScan.valueEnd(text, at);
      return object;
    }
    at++;
    while (text.charAt(at) != '}') {
      String name = string();
      at++;
      object.set(name, node(level + 1));
      skipComma();
    }
    at++;
    return object;
  }

  private ArrayNode array(int level) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    if (level == DEEPEST_LEVEL) {
      at = JsonScan.valueEnd(text, at);
      return array;
    }
    at++;
    while (text.charAt(at) != ']') {
      array.add(node(level + 1));
      skipComma();
    }
    at++;
    return array;
  }

  private void skipComma() {
    if (text.charAt(at) == ',') {
      at++;
    }
  }

  private String string() {
    int start = at;
    at = JsonScan.stringEnd(text, start);
    return JsonScan.unquote(text, start, at);
  }

  private ValueNode word(ValueNode node, int length) {
    at += length;
    return node;
  }

  private ValueNode number() {
    int start = at;
    at = JsonScan.valueEnd(text, start);
    if (at - start > LONGEST_NUMBER) {
      return OUT_OF_RANGE;
    }
    String lexeme = text.substring(start, at);
    try {
      return LongNode.valueOf(JsonNumbers.integer(lexeme));
    } catch (ArithmeticException notAnInteger) {
      return JsonNumbers.moderate(lexeme).<ValueNode>map(DecimalNode::valueOf).orElse(OUT_OF_RANGE);
    }
  }
}
