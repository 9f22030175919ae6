package io.sessionfold.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The members of an object as a Markdown table, and what holds for all of them together. */
final class MemberTable {
  private MemberTable() {}

  /** Appends the table of {@code object}, a part of {@code schema} or the schema itself. */
  static void append(StringBuilder page, JsonNode object, JsonNode schema) {
    Set<String> required = new TreeSet<>();
    object.path("required").forEach(name -> required.add(name.asText()));
    page.append("| Member | Type | Required | Meaning |\n|---|---|---|---|\n");
    for (Map.Entry<String, JsonNode> member : object.path("properties").properties()) {
      page.append("| `").append(member.getKey()).append("` | ");
      page.append(type(member.getValue(), schema)).append(" | ");
      page.append(required.contains(member.getKey()) ? "yes" : "").append(" | ");
      page.append(cell(meaning(member.getValue(), schema))).append(" |\n");
    }
    page.append('\n').append(together(object)).append('\n');
  }

  private static String together(JsonNode object) {
    List<String> sentences = new ArrayList<>();
    for (String condition : List.of("then", "else")) {
      String title = object.path(condition).path("title").asText();
      if (!title.isEmpty()) {
        sentences.add(Character.toUpperCase(title.charAt(0)) + title.substring(1) + ".");
      }
    }
    boolean closed = object.path("additionalProperties").isBoolean();
    closed = closed && !object.path("additionalProperties").asBoolean();
    sentences.add(closed ? "No other members." : "Any other members, kept verbatim.");
    return String.join(" ", sentences);
  }

  private static String meaning(JsonNode member, JsonNode schema) {
    String own = member.path("description").asText();
    return own.isEmpty() ? SchemaTree.resolve(member, schema).path("description").asText() : own;
  }

  private static String type(JsonNode member, JsonNode schema) {
    JsonNode resolved = SchemaTree.resolve(member, schema);
    if (member.has("$ref") && resolved.has("properties")) {
      String name = member.path("$ref").asText();
      name = name.substring(name.lastIndexOf('/') + 1);
      return "[" + name + "](#" + name + ")";
    }
    if (resolved.has("enum")) {
      return values(resolved.path("enum"));
    }
    return types(resolved.path("type")) + items(resolved) + bounds(resolved);
  }

  private static String values(JsonNode values) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(value.isNull() ? "null" : "`" + value.asText() + "`"));
    return String.join(", ", texts);
  }

  private static String types(JsonNode type) {
    List<String> names = new ArrayList<>();
    type.forEach(name -> names.add(name.asText()));
    if (type.isTextual()) {
      names.add(type.asText());
    }
    return names.isEmpty() ? "any JSON" : String.join(" or ", names);
  }

  private static String items(JsonNode array) {
    String type = array.path("items").path("type").asText();
    return type.isEmpty() ? "" : " of " + type + "s";
  }

  private static String bounds(JsonNode member) {
    if (member.has("maxLength")) {
      return ", %s to %s characters".formatted(member.get("minLength"), member.get("maxLength"));
    }
    if (member.has("maximum")) {
      return ", %s to %s".formatted(member.get("minimum"), member.get("maximum"));
    }
    return member.has("minLength") ? ", not empty" : "";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
