package io.sessionfold.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An OpenAPI document as a judge of answers: the operation must be described, and its status,
 * content type and content. A member that is not described is wrong, unless the schema says that
 * there may be others. Thread-safe.
 */
public final class ApiDescription {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ADDITIONAL = "additionalProperties";

  private final JsonNode root;
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
  private final SchemaRegistry registry = SchemaRegistry.withDialect(Dialects.getDraft202012());

  private ApiDescription(JsonNode root) {
    this.root = root;
  }

  /** Of a whole document in JSON, which refers to nothing outside. */
  public static ApiDescription of(String document) {
    try {
      JsonNode root = JSON.readTree(document);
      close(root);
      return new ApiDescription(root);
    } catch (JsonProcessingException e) {
      throw new AssertionError("the description is not JSON", e);
    }
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("properties").isObject()
        && !object.has(ADDITIONAL)) {
      object.put(ADDITIONAL, false);
    }
    node.forEach(ApiDescription::close);
  }

  /**
   * Judges one answer.
   *
   * @param path as it was sent, without the query
   * @throws AssertionError if it is not as the document says
   */
  public void judge(String method, String path, Exchange answer) {
    String asked = method + " " + path;
    String template = template(path, method.toLowerCase(Locale.ROOT));
    if (template == null) {
      require(answer.status() == 404 || answer.status() == 405, asked + " is not described");
      require(answer.headers(), "application/problem+json", asked);
      conform(asked, "problem", root.at("/components/schemas/Problem"), answer);
      return;
    }
    JsonNode operation = root.path("paths").path(template).path(method.toLowerCase(Locale.ROOT));
    JsonNode response = resolved(operation.path("responses").path("" + answer.status()));
    require(
        !response.isMissingNode(),
        asked + ": status " + answer.status() + " is not described; it says " + answer.body());
    if (!response.has("content")) {
      require(answer.body().isEmpty(), asked + ": no content is described");
      return;
    }
    String media = media(answer);
    require(
        response.path("content").has(media),
        asked + ": " + answer.status() + " with " + media + " is not described");
    if (media.matches("application/(problem\\+)?json")) {
      String name = template + " " + method + " " + answer.status() + " " + media;
      conform(asked, name, response.path("content").path(media).path("schema"), answer);
    }
  }

  private static void require(HttpHeaders headers, String media, String asked) {
    String type = headers.firstValue("content-type").orElse("");
    require(type.startsWith(media), asked + " is answered with " + type);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  private static String media(Exchange answer) {
    return answer.header("content-type").split(";", 2)[0].strip();
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? root.at(node.path("$ref").textValue().substring(1)) : node;
  }

  private void conform(String asked, String name, JsonNode schema, Exchange answer) {
    Schema compiled = schemas.computeIfAbsent(name, unused -> compiled(name, schema));
    try {
      List<Error> errors = compiled.validate(JSON.readTree(answer.body()));
      require(errors.isEmpty(), asked + ": " + errors + " in " + answer.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(asked + " is not answered with JSON: " + answer.body(), e);
    }
  }

  /** What a schema refers to stands beside it, where its references look for it. */
  private Schema compiled(String name, JsonNode schema) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", root.path("components"));
    String location = "https://description.test/" + Integer.toHexString(name.hashCode());
    return registry.getSchema(SchemaLocation.of(location), whole);
  }

  private @Nullable String template(String path, String verb) {
    String found = null;
    for (Map.Entry<String, JsonNode> each : root.path("paths").properties()) {
      String pattern = each.getKey().replaceAll("\\{[a-z]+}", "[^/]+").replace(".", "\\.");
      boolean better = found == null || found.contains("{");
      if (better && each.getValue().has(verb) && Pattern.matches(pattern, path)) {
        found = each.getKey();
      }
    }
    return found;
  }
}
