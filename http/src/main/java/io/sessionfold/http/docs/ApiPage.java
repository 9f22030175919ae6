package io.sessionfold.http.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An OpenAPI document as a page for people: plain HTML with headings, tables and links, without a
 * script.
 */
final class ApiPage {
  private static final List<String> VERBS = List.of("get", "put", "post", "patch", "delete");

  private final JsonNode api;
  private final Html page = new Html();

  private ApiPage(JsonNode api) {
    this.api = api;
  }

  /** The whole page. */
  static String of(JsonNode api) {
    return new ApiPage(api).page();
  }

  private String page() {
    JsonNode info = api.path("info");
    page.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .raw("<meta name=\"color-scheme\" content=\"light dark\">\n")
        .raw("<link rel=\"stylesheet\" href=\"docs.css\">\n")
        .element("title", info.path("title").asText() + " API")
        .raw("</head>\n<body>\n<header>\n")
        .element("h1", info.path("title").asText() + " API");
    paragraph(info.path("description").asText());
    page.raw("<p>For programs: <a href=\"openapi.json\">openapi.json</a>,")
        .raw(" <a href=\"asyncapi.json\">asyncapi.json</a>.</p>\n</header>\n");
    contents();
    page.raw("<main>\n");
    api.path("tags").forEach(this::tag);
    schemas();
    return page.raw("</main>\n</body>\n</html>\n").toString();
  }

  private void contents() {
    page.raw("<nav aria-label=\"Contents\">\n<ul>\n");
    api.path("paths")
        .properties()
        .forEach(
            path ->
                VERBS.stream()
                    .filter(verb -> path.getValue().has(verb))
                    .forEach(verb -> entry(verb, path.getKey(), path.getValue().path(verb))));
    page.raw("<li><a href=\"#schemas\">Schemas</a></li>\n</ul>\n</nav>\n");
  }

  private void entry(String verb, String path, JsonNode operation) {
    page.raw("<li><a href=\"#").text(operation.path("operationId").asText()).raw("\"><code>");
    page.text(verb.toUpperCase(Locale.ROOT) + " " + path).raw("</code></a> ");
    page.text(operation.path("summary").asText()).raw("</li>\n");
  }

  private void tag(JsonNode tag) {
    String name = tag.path("name").asText();
    page.raw("<section>\n").element("h2", name);
    paragraph(tag.path("description").asText());
    for (Map.Entry<String, JsonNode> path : api.path("paths").properties()) {
      for (String verb : VERBS) {
        JsonNode operation = path.getValue().path(verb);
        if (operation.path("tags").path(0).asText().equals(name)) {
          operation(verb, path.getKey(), path.getValue(), operation);
        }
      }
    }
    page.raw("</section>\n");
  }

  private void operation(String verb, String path, JsonNode around, JsonNode operation) {
    page.raw("<article id=\"").text(operation.path("operationId").asText()).raw("\">\n<h3><code>");
    page.text(verb.toUpperCase(Locale.ROOT) + " " + path).raw("</code></h3>\n<p><strong>");
    page.text(operation.path("summary").asText()).raw("</strong></p>\n");
    paragraph(operation.path("description").asText());
    JsonNode right = operation.path("security").path(0).path("bearer").path(0);
    if (!right.isMissingNode()) {
      paragraph("Right: `" + right.asText() + "`");
    }
    parameters(around.path("parameters"), operation.path("parameters"));
    JsonNode body = operation.path("requestBody");
    body.path("content").properties().forEach(each -> content("Body", each));
    responses(operation.path("responses"));
    page.raw("</article>\n");
  }

  private void parameters(JsonNode ofPath, JsonNode ofOperation) {
    if (ofPath.isEmpty() && ofOperation.isEmpty()) {
      return;
    }
    table("Parameters", "Name", "Where", "Takes", "Meaning");
    ofPath.forEach(this::parameter);
    ofOperation.forEach(this::parameter);
    page.raw("</tbody></table></div>\n");
  }

  private void parameter(JsonNode given) {
    JsonNode parameter = resolved(given);
    String needed = parameter.path("required").asBoolean() ? ", required" : "";
    page.raw("<tr><td><code>").text(parameter.path("name").asText()).raw("</code></td><td>");
    page.text(parameter.path("in").asText() + needed).raw("</td><td>");
    page.raw(SchemaText.of(parameter.path("schema"))).raw("</td><td>");
    page.prose(parameter.path("description").asText()).raw("</td></tr>\n");
  }

  private void content(String title, Map.Entry<String, JsonNode> content) {
    JsonNode media = content.getValue();
    page.raw("<p>" + title + " <code>").text(content.getKey()).raw("</code>: ");
    page.raw(SchemaText.of(media.path("schema"))).raw("</p>\n");
    example(media.path("example"));
    media.path("examples").forEach(each -> example(each.path("value")));
  }

  private void example(JsonNode example) {
    if (!example.isMissingNode()) {
      page.raw("<pre tabindex=\"0\"><code>").text(example.toPrettyString()).raw("</code></pre>\n");
    }
  }

  private void responses(JsonNode responses) {
    table("Answers", "Status", "Meaning", "Content");
    for (Map.Entry<String, JsonNode> each : responses.properties()) {
      JsonNode response = resolved(each.getValue());
      page.raw("<tr><td><code>").text(each.getKey()).raw("</code></td><td>");
      page.prose(response.path("description").asText()).raw("</td><td>");
      for (Map.Entry<String, JsonNode> media : response.path("content").properties()) {
        page.raw("<code>").text(media.getKey()).raw("</code> ");
        page.raw(SchemaText.of(media.getValue().path("schema"))).raw("<br>");
        media
            .getValue()
            .path("examples")
            .fieldNames()
            .forEachRemaining(type -> page.raw("<code>").text(type).raw("</code> "));
      }
      page.raw("</td></tr>\n");
    }
    page.raw("</tbody></table></div>\n");
  }

  private void schemas() {
    page.raw("<section id=\"schemas\">\n").element("h2", "Schemas");
    for (Map.Entry<String, JsonNode> each : api.path("components").path("schemas").properties()) {
      JsonNode schema = each.getValue();
      page.raw("<article id=\"schema-").text(each.getKey()).raw("\">\n");
      page.element("h3", each.getKey());
      paragraph(schema.path("description").asText());
      if (schema.has("properties")) {
        members(schema);
      } else {
        page.raw("<p>").raw(SchemaText.of(schema)).raw("</p>\n");
      }
      page.raw("</article>\n");
    }
    page.raw("</section>\n");
  }

  private void members(JsonNode schema) {
    table("Members", "Name", "Takes", "Meaning");
    for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
      boolean needed = false;
      for (JsonNode name : schema.path("required")) {
        needed |= name.asText().equals(member.getKey());
      }
      page.raw("<tr><td><code>").text(member.getKey()).raw("</code>");
      page.raw(needed ? " required</td><td>" : "</td><td>");
      page.raw(SchemaText.of(member.getValue())).raw("</td><td>");
      JsonNode described =
          member.getValue().has("description") ? member.getValue() : resolved(member.getValue());
      page.prose(described.path("description").asText()).raw("</td></tr>\n");
    }
    page.raw("</tbody></table></div>\n");
  }

  private void table(String caption, String... columns) {
    page.raw("<div class=\"table\" tabindex=\"0\"><table>").element("caption", caption);
    page.raw("<thead><tr>");
    for (String column : columns) {
      page.raw("<th scope=\"col\">").text(column).raw("</th>");
    }
    page.raw("</tr></thead><tbody>\n");
  }

  private void paragraph(String text) {
    if (!text.isEmpty()) {
      page.raw("<p>").prose(text).raw("</p>\n");
    }
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? api.at(node.path("$ref").asText().substring(1)) : node;
  }
}
