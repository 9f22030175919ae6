package io.sessionfold.http.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sessionfold.schema.EventSchemas;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A description of the API as it is served: one JSON document that refers to nothing outside. Its
 * file refers to the released schemas of events; they are put among its components, under the names
 * of their files.
 */
final class ApiDocument {
  private static final Pattern SCHEMA =
      Pattern.compile("[./\\w-]*/schemas/([a-z]+\\.[a-z]+)\\.v(\\d+)\\.json(?:#(.*))?");
  private static final String COMPONENTS = "components";
  private static final String SCHEMAS = "schemas";
  private static final String REF = "$ref";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode root;
  private final Map<String, JsonNode> released = new TreeMap<>();

  private ApiDocument(ObjectNode root) {
    this.root = root;
  }

  /** Reads a file among the resources of this package. */
  static JsonNode read(String file) {
    try (@Nullable InputStream in = ApiDocument.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + file + "; the build copies it");
      }
      ObjectNode root = (ObjectNode) new ObjectMapper(new YAMLFactory()).readTree(in);
      return new ApiDocument(root).bundled();
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }

  private JsonNode bundled() {
    inward(root);
    ObjectNode schemas = root.withObjectProperty(COMPONENTS).withObjectProperty(SCHEMAS);
    released.forEach(schemas::set);
    return root;
  }

  /** Points every reference to a released schema to its place in this document. */
  private void inward(JsonNode node) {
    if (node instanceof ObjectNode object && object.path(REF).isTextual()) {
      Matcher m = SCHEMA.matcher(object.path(REF).textValue());
      if (m.matches()) {
        String name = m.group(1) + ".v" + m.group(2);
        if (!released.containsKey(name)) {
          released.put(name, schema(name, m.group(1), Integer.parseInt(m.group(2))));
        }
        object.put(REF, place(name) + (m.group(3) == null ? "" : m.group(3)));
      }
    }
    node.forEach(this::inward);
  }

  private static String place(String name) {
    return "#/" + COMPONENTS + "/" + SCHEMAS + "/" + name;
  }

  /** A schema without an identity of its own: what it refers to is then found in the document. */
  private static JsonNode schema(String name, String type, int version) {
    try {
      ObjectNode schema = (ObjectNode) JSON.readTree(EventSchemas.released().text(type, version));
      schema.remove("$id");
      schema.remove("$schema");
      outward(schema, place(name));
      return schema;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the released schema " + name + " is not JSON", e);
    }
  }

  private static void outward(JsonNode node, String place) {
    if (node instanceof ObjectNode object && object.path(REF).isTextual()) {
      object.put(REF, place + object.path(REF).textValue().substring(1));
    }
    node.forEach(each -> outward(each, place));
  }
}
