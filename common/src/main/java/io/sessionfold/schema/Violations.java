package io.sessionfold.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import io.sessionfold.json.JsonPointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Says in our words what the validator found. Its own messages quote values and name the keyword
 * that failed; ours name what is expected.
 */
final class Violations {
  /** Subschemas whose title says what their keywords demand together. */
  private static final Set<String> TITLED = Set.of("then", "else", "propertyNames", "items");

  private Violations() {}

  static SchemaViolation of(Error error, JsonNode schema) {
    return new SchemaViolation(pointer(error), message(error, title(error, schema)));
  }

  private static String pointer(Error error) {
    List<String> tokens = new ArrayList<>();
    NodePath at = error.getInstanceLocation();
    for (int i = 0; i < at.getNameCount(); i++) {
      tokens.add(at.getElement(i).toString());
    }
    if (error.getProperty() != null) {
      tokens.add(error.getProperty());
    }
    return JsonPointer.format(tokens);
  }

  private static String message(Error error, String title) {
    JsonNode expected = error.getSchemaNode();
    return switch (error.getKeyword()) {
      case "required" -> because("is required", title);
      case "additionalProperties" -> "is not a known member";
      case "false" -> because("is not allowed here", title);
      case "not" -> title;
      case "type" -> "must be " + types(expected);
      case "enum" -> "must be one of " + values(expected);
      case "minLength" -> "must have at least " + expected.asText() + " character";
      case "maxLength" -> "must have at most " + expected.asText() + " characters";
      case "minimum" -> "must be at least " + expected.asText();
      case "maximum" -> "must be at most " + expected.asText();
      case "pattern" -> "must be " + title;
      case "propertyNames" -> "the name of this member must be " + title;
      default -> "does not satisfy the schema's " + error.getKeyword();
    };
  }

  private static String because(String what, String title) {
    return title.isEmpty() ? what : what + ": " + title;
  }

  private static String types(JsonNode type) {
    List<String> names = new ArrayList<>();
    if (type.isTextual()) {
      names.add(type.asText());
    }
    type.forEach(each -> names.add(each.asText()));
    return String.join(" or ", names.stream().map(Violations::withArticle).toList());
  }

  private static String withArticle(String type) {
    return switch (type) {
      case "null" -> "null";
      case "object", "array", "integer" -> "an " + type;
      default -> "a " + type;
    };
  }

  private static String values(JsonNode values) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(value.asText()));
    return String.join(", ", texts);
  }

  /** The title of the innermost condition or name rule that the failing keyword stands in. */
  private static String title(Error error, JsonNode schema) {
    NodePath at = error.getSchemaLocation().getFragment();
    String title = "";
    JsonNode node = schema;
    for (int i = 0; i < at.getNameCount(); i++) {
      String token = at.getElement(i).toString();
      node = SchemaTree.resolve(node, schema);
      node = node.isArray() ? node.path(Integer.parseInt(token)) : node.path(token);
      if (TITLED.contains(token) && node.path("title").isTextual()) {
        title = node.path("title").asText();
      }
    }
    return title;
  }
}
