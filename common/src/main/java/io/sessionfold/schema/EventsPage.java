package io.sessionfold.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sessionfold.event.EventType;
import java.util.Map;
import java.util.TreeMap;

/**
 * The page {@code docs/events.md}: what a producer in any language must know, made from the schemas
 * and the event types. Pure; the same schemas give the same text.
 */
public final class EventsPage {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final String HOW_TO_PUBLISH =
      """
      # Events

      <!-- Generated from the JSON Schemas in common; a test compares the two. Do not edit. -->

      An event is a fact that a producer publishes to Kafka, as a [CloudEvent](https://cloudevents.io) with JSON data. \
      Any Kafka client in any language can do it. This page is generated from the JSON Schemas (2020-12) that the \
      projector checks every event against; they are in `common/src/main/resources/io/sessionfold/schemas`.

      ## The record

      | Part | What it holds |
      |---|---|
      | topic | `agent-messages` or `agent-metadata`, as each type says below |
      | key | the session key, `tenant/session`, in UTF-8. Tenant: `[a-z0-9][a-z0-9-]{0,62}`, `default` if you have no tenants. Session id: 1 to 256 characters without `/` and control characters, not beginning with `@` |
      | partition | murmur2 of the key, as Java clients do it. librdkafka and the clients built on it (such as confluent-kafka for Python, Go, .NET and Node.js) need `partitioner=murmur2_random`; a record on another partition is rejected as `misrouted` |
      | value | `data`: JSON in UTF-8 without duplicate member names, at most 64 levels deep |

      The attributes of the CloudEvent are headers of the record (binary mode), in UTF-8:

      | Header | Value |
      |---|---|
      | `ce_specversion` | `1.0` |
      | `ce_id` | the event's id, unique within `ce_source`. It is what makes a repetition harmless, so take one that survives a crash of the producer where there is one (the framework's own id, an idempotency key), else a UUIDv7 |
      | `ce_source` | the producing service, a URI reference such as `/agents/concierge` |
      | `ce_type` | `io.sessionfold.<entity>.<past tense>.v<version>`, such as `io.sessionfold.message.appended.v1` |
      | `ce_time` | when it happened: RFC 3339, UTC, milliseconds, such as `2026-03-01T09:30:00.000Z`. If it is missing, or more than 5 minutes after the time of the record, the time of the record counts |
      | `ce_subject` | the session key, equal to the record's key |
      | `ce_dataschema` | the `$id` of the type's schema, such as `https://sessionfold.io/schemas/message.appended.v1.json` |
      | `content-type` | `application/json` |
      | `traceparent` | optional, a W3C trace context; it is passed through |

      Structured mode (`content-type: application/cloudevents+json`, the whole CloudEvent as value) is read as well.

      `data` holds the members below and no others, except where a type says so. Whatever is called verbatim comes \
      back as it was published: member order, number forms, escapes and unknown members.
      """;

  private EventsPage() {}

  /** The whole page, as Markdown. */
  public static String render(EventSchemas schemas) {
    StringBuilder page = new StringBuilder(HOW_TO_PUBLISH);
    Map<String, JsonNode> shared = new TreeMap<>();
    for (SchemaId id : schemas.known()) {
      JsonNode schema = parse(schemas.text(id.type(), id.version()));
      type(page, id, schema);
      schema.path("$defs").properties().forEach(part -> shared.put(part.getKey(), part.getValue()));
    }
    sharedParts(page, shared);
    return page.toString();
  }

  private static void type(StringBuilder page, SchemaId id, JsonNode schema) {
    page.append("\n## ").append(id.type()).append("\n\n");
    page.append(schema.path("description").asText()).append("\n\n");
    page.append("- Type: `").append(id.eventType()).append("`\n");
    page.append("- Topic: `").append(topic(id)).append("`\n");
    page.append("- Schema: `").append(id.uri()).append("`\n\n");
    MemberTable.append(page, schema, schema);
    page.append("\n```json\n").append(pretty(schema.at("/examples/0"))).append("\n```\n");
  }

  private static void sharedParts(StringBuilder page, Map<String, JsonNode> shared) {
    page.append("\n## Shared parts\n");
    shared.forEach(
        (name, part) -> {
          if (part.has("properties")) {
            page.append("\n### ").append(name).append("\n\n");
            page.append(part.path("description").asText()).append("\n\n");
            MemberTable.append(page, part, MAPPER.createObjectNode().set("$defs", defs(shared)));
          }
        });
  }

  private static JsonNode defs(Map<String, JsonNode> shared) {
    return MAPPER.createObjectNode().setAll(shared);
  }

  private static String topic(SchemaId id) {
    return EventType.named(id.type()).orElseThrow().topic().topicName();
  }

  private static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a released schema is not JSON", e);
    }
  }

  private static String pretty(JsonNode example) {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    Separators separators =
        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators).withObjectIndenter(lines);
    try {
      return MAPPER.writer(printer).writeValueAsString(example);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an example cannot be written as JSON", e);
    }
  }
}
