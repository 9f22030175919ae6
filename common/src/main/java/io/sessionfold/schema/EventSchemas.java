package io.sessionfold.schema;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import io.sessionfold.event.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The released JSON Schemas (2020-12), and the check of an event's {@code data} against them.
 *
 * <p>A schema asserts nothing about what lies deeper than a child of a member of {@code data}, so
 * that a caller may prune the tree below. Limits that can be configured are not part of a schema.
 *
 * <p>Thread-safe. All schemas are read and compiled once, when the class is first used; a schema
 * that is missing or broken is a fault of the build and fails there.
 */
public final class EventSchemas {
  private static final String DIRECTORY = "/io/sessionfold/schemas/";

  private static final EventSchemas INSTANCE = new EventSchemas();

  /** One released schema: its own text, the same as a tree, and compiled. */
  private record Entry(String text, JsonNode tree, Schema compiled) {}

  private final Map<SchemaId, Entry> entries;

  private EventSchemas() {
    SchemaRegistry registry = registry();
    Map<SchemaId, Entry> loaded = new LinkedHashMap<>();
    for (EventType type : EventType.values()) {
      for (int version = 1; version <= type.currentVersion(); version++) {
        SchemaId id = new SchemaId(type.wireName(), version);
        loaded.put(id, load(id, registry));
      }
    }
    entries = Collections.unmodifiableMap(loaded);
  }

  /** The schemas that this version of Sessionfold knows. */
  public static EventSchemas released() {
    return INSTANCE;
  }

  /** Every version of every {@link EventType}, in the order of the types. */
  public Set<SchemaId> known() {
    return entries.keySet();
  }

  /**
   * Checks {@code data} and returns everything that is wrong with it, nothing if it is valid. There
   * are at most about as many violations as {@code data} has members.
   *
   * <p>Numbers with a fraction or an exponent must be exact, that is {@code DecimalNode}s: as a
   * double, 0.99999999999999999999 is the integer 1.
   *
   * @throws IllegalArgumentException if the type and version are not known
   */
  public List<SchemaViolation> check(String type, int version, JsonNode data) {
    Entry entry = entry(type, version);
    List<Error> errors = entry.compiled().validate(data);
    return errors.isEmpty() ? List.of() : violations(errors, entry.tree());
  }

  /**
   * The schema's file, as released.
   *
   * @throws IllegalArgumentException if the type and version are not known
   */
  public String text(String type, int version) {
    return entry(type, version).text();
  }

  private Entry entry(String type, int version) {
    @Nullable Entry entry = entries.get(new SchemaId(type, version));
    if (entry == null) {
      throw new IllegalArgumentException("no schema for " + type + " version " + version);
    }
    return entry;
  }

  private static List<SchemaViolation> violations(List<Error> errors, JsonNode schema) {
    List<SchemaViolation> violations = new ArrayList<>(errors.size());
    errors.forEach(error -> violations.add(Violations.of(error, schema)));
    return List.copyOf(violations);
  }

  private static SchemaRegistry registry() {
    SchemaRegistryConfig config = SchemaRegistryConfig.builder().locale(Locale.ENGLISH).build();
    return SchemaRegistry.withDialect(
        Dialects.getDraft202012(), builder -> builder.schemaRegistryConfig(config));
  }

  private static Entry load(SchemaId id, SchemaRegistry registry) {
    String text = read(id);
    JsonNode tree = tree(text);
    Schema compiled = registry.getSchema(SchemaLocation.of(id.uri()), SchemaTree.compact(tree));
    compiled.initializeValidators();
    return new Entry(text, tree, compiled);
  }

  private static String read(SchemaId id) {
    String resource = DIRECTORY + id.fileName();
    try (@Nullable InputStream in = EventSchemas.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource + "; add the schema's file");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Integers of the schema are read as BigInteger because the validator then compares exactly;
   * otherwise it narrows a value such as 1e30 to 64 bits and finds it in range.
   */
  private static JsonNode tree(String text) {
    try {
      return new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
