package io.sessionfold.http.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says in a few words what a schema takes, with links to those that have a name. */
final class SchemaText {
  private static final String NAMED = "#/components/schemas/";

  private SchemaText() {}

  /** As HTML. */
  static String of(JsonNode schema) {
    if (schema.has("$ref")) {
      return link(schema.path("$ref").textValue());
    }
    for (String choice : List.of("oneOf", "anyOf")) {
      if (schema.has(choice)) {
        return joined(schema.path(choice), " or ");
      }
    }
    if (schema.has("enum")) {
      List<String> values = new ArrayList<>();
      schema.path("enum").forEach(value -> values.add("<code>" + text(value) + "</code>"));
      return String.join(", ", values);
    }
    if (schema.has("const")) {
      return "<code>" + text(schema.path("const")) + "</code>";
    }
    return plain(schema);
  }

  private static String plain(JsonNode schema) {
    String type = type(schema.path("type"));
    if (type.equals("array")) {
      return schema.has("items") ? "list of " + of(schema.path("items")) : "list";
    }
    if (type.equals("object") && schema.path("additionalProperties").has("$ref")) {
      return "object of " + of(schema.path("additionalProperties"));
    }
    List<String> bounds = new ArrayList<>();
    for (String bound : List.of("minimum", "maximum", "minLength", "maxLength", "default")) {
      if (schema.has(bound)) {
        bounds.add(bound + " " + text(schema.path(bound)));
      }
    }
    return Html.escaped(type) + (bounds.isEmpty() ? "" : " (" + String.join(", ", bounds) + ")");
  }

  private static String type(JsonNode type) {
    if (!type.isArray()) {
      return type.asText("anything");
    }
    List<String> types = new ArrayList<>();
    type.forEach(each -> types.add(each.asText()));
    return String.join(" or ", types);
  }

  private static String joined(JsonNode schemas, String by) {
    List<String> all = new ArrayList<>();
    schemas.forEach(each -> all.add(of(each)));
    return all.stream().collect(Collectors.joining(by));
  }

  private static String text(JsonNode value) {
    return Html.escaped(value.asText());
  }

  /** To the schema that is named, or that has the member which is meant. */
  private static String link(String ref) {
    String path = ref.startsWith(NAMED) ? ref.substring(NAMED.length()) : ref;
    int end = path.indexOf('/');
    String name = Html.escaped(end < 0 ? path : path.substring(0, end));
    String shown = Html.escaped(end < 0 ? path : path.substring(path.lastIndexOf('/') + 1));
    return "<a href=\"#schema-" + name + "\">" + shown + "</a>";
  }
}
