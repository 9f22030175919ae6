package io.sessionfold.schema;

import io.sessionfold.event.EventType;

/**
 * Names one released schema.
 *
 * @param type entity and past tense, such as {@code message.appended}
 * @param version 1 or greater
 */
public record SchemaId(String type, int version) {
  /** The value of {@code ce_type} of an event of this type and version. */
  public String eventType() {
    return EventType.PREFIX + type + ".v" + version;
  }

  /** The value of {@code ce_dataschema}, which is the schema's {@code $id}. */
  public String uri() {
    return "https://sessionfold.io/schemas/" + fileName();
  }

  /** The name of the schema's file, among the resources of this module. */
  public String fileName() {
    return type + ".v" + version + ".json";
  }
}
