package io.sessionfold.event;

import io.sessionfold.json.JsonPointer;
import io.sessionfold.json.JsonText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Typed access to the members of data that its schema has accepted. */
final class Members {
  private final Map<String, JsonText> members;

  Members(JsonText data) {
    this.members = data.members();
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  JsonText required(String name) {
    JsonText value = members.get(name);
    if (value == null) {
      throw new IllegalArgumentException("member " + name + " is missing");
    }
    return value;
  }

  /** The member verbatim; absent is {@code null}, a JSON null is {@link JsonText#NULL}. */
  @Nullable JsonText verbatim(String name) {
    return members.get(name);
  }

  @Nullable String string(String name) {
    JsonText value = members.get(name);
    return value == null || value.isNull() ? null : value.string();
  }

  @Nullable Long integer(String name) {
    JsonText value = members.get(name);
    return value == null ? null : value.integer();
  }

  @Nullable Usage usage(String name) {
    JsonText value = members.get(name);
    return value == null ? null : Usage.read(value);
  }

  @Nullable Metrics metrics(String name) {
    JsonText value = members.get(name);
    return value == null ? null : Metrics.read(value);
  }

  @Nullable Target target(String name) {
    JsonText value = members.get(name);
    return value == null ? null : Target.read(value);
  }

  @Nullable List<JsonText> list(String name) {
    JsonText value = members.get(name);
    return value == null ? null : List.copyOf(value.elements());
  }

  @Nullable Map<String, JsonText> map(String name) {
    JsonText value = members.get(name);
    return value == null ? null : Collections.unmodifiableMap(value.members());
  }

  Map<JsonPointer, JsonText> pointers(String name) {
    Map<JsonPointer, JsonText> pointers = new LinkedHashMap<>();
    JsonText value = members.get(name);
    if (value != null) {
      value.members().forEach((k, v) -> pointers.put(JsonPointer.parse(k), v));
    }
    return Collections.unmodifiableMap(pointers);
  }
}
