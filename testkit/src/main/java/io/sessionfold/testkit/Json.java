package io.sessionfold.testkit;

import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON out of the values that tests have at hand. */
public final class Json {
  private Json() {}

  /** Parses text that a test spells out; a test's own typing error is thrown at once. */
  public static JsonText parse(String text) {
    try {
      return JsonText.parse(text);
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException("this test's JSON is broken: " + text, e);
    }
  }

  /** The JSON of a value: text, number, boolean, null, list, map, or JSON as it is. */
  public static JsonText of(@Nullable Object value) {
    if (value instanceof JsonText json) {
      return json;
    }
    if (value instanceof String text) {
      return JsonText.of(text);
    }
    if (value instanceof List<?> list) {
      return JsonWriter.array(list.stream().map(Json::of).toList());
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, JsonText> members = new LinkedHashMap<>();
      map.forEach((name, member) -> members.put(name.toString(), of(member)));
      return JsonWriter.object(members);
    }
    return parse(String.valueOf(value));
  }

  /** An object of names and values in turn. */
  public static JsonText object(@Nullable Object... namesAndValues) {
    JsonWriter object = new JsonWriter();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.add(String.valueOf(namesAndValues[i]), of(namesAndValues[i + 1]));
    }
    return object.done();
  }
}
