package io.sessionfold.query.parts;

import io.sessionfold.json.JsonText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON of others: what is not there, or not of the kind that is asked for, is absent. */
public final class LenientJson {
  private LenientJson() {}

  /** The members of an object; none of anything else. */
  public static Map<String, JsonText> members(@Nullable JsonText value) {
    return value != null && value.kind() == JsonText.Kind.OBJECT ? value.members() : Map.of();
  }

  /** The first of these members that is there and not null. */
  public static @Nullable JsonText value(Map<String, JsonText> members, String... names) {
    for (String name : names) {
      JsonText value = members.get(name);
      if (value != null && !value.isNull()) {
        return value;
      }
    }
    return null;
  }

  /** The first of these members that is an object. */
  public static @Nullable JsonText object(Map<String, JsonText> members, String... names) {
    for (String name : names) {
      JsonText value = members.get(name);
      if (value != null && value.kind() == JsonText.Kind.OBJECT) {
        return value;
      }
    }
    return null;
  }

  /** The first of these members that is a string. */
  public static @Nullable String string(Map<String, JsonText> members, String... names) {
    for (String name : names) {
      String text = string(members.get(name));
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  /** The value of a string. */
  public static @Nullable String string(@Nullable JsonText value) {
    return value != null && value.kind() == JsonText.Kind.STRING ? value.string() : null;
  }

  /** The elements of an array; none of anything else. */
  public static List<JsonText> elements(@Nullable JsonText value) {
    return value != null && value.kind() == JsonText.Kind.ARRAY ? value.elements() : List.of();
  }

  /** Whether it is {@code true}. */
  public static boolean isTrue(@Nullable JsonText value) {
    return value != null && value.kind() == JsonText.Kind.BOOLEAN && value.bool();
  }
}
