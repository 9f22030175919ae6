package io.sessionfold.http.gateway;

import io.sessionfold.http.problem.ProblemException;
import io.sessionfold.json.JsonPointer;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON Merge Patch (RFC 7396) of metadata as the data of {@code metadata.changed}: members that
 * are null are unset, objects are gone into, everything else is set.
 *
 * <p>Two things that a merge patch can say cannot be said so and are answered differently: an empty
 * object below the first level, which creates an object or changes nothing, is refused; and where
 * the session has another value in place of an object, the event is rejected as a path conflict.
 */
final class MergePatch {
  private final Map<String, JsonText> set = new LinkedHashMap<>();
  private final List<JsonText> unset = new ArrayList<>();

  private MergePatch() {}

  /** The data that has the effect of a patch. */
  static JsonText changes(JsonText patch) {
    MergePatch reading = new MergePatch();
    reading.object(patch, new ArrayList<>());
    JsonWriter data = new JsonWriter();
    if (!reading.set.isEmpty()) {
      data.add("set", reading.set);
    }
    if (!reading.unset.isEmpty()) {
      data.add("unset", reading.unset);
    }
    return data.done();
  }

  private void object(JsonText object, List<String> path) {
    Map<String, JsonText> members = object.members();
    if (members.isEmpty()) {
      throw ProblemException.invalid(
          path.isEmpty()
              ? "an empty patch changes nothing"
              : "an empty object at "
                  + JsonPointer.format(path)
                  + " cannot be merged: set it with {\"set\": {\"/path\": {}}}");
    }
    members.forEach(
        (name, value) -> {
          path.add(name);
          member(value, path);
          path.remove(path.size() - 1);
        });
  }

  private void member(JsonText value, List<String> path) {
    switch (value.kind()) {
      case OBJECT -> object(value, path);
      case NULL -> unset.add(JsonText.of(JsonPointer.format(path)));
      case ARRAY, STRING, NUMBER, BOOLEAN -> set.put(JsonPointer.format(path), value);
    }
  }
}
