package io.sessionfold.sequence;

import io.sessionfold.event.MetadataChanged;
import io.sessionfold.journal.Reason;
import io.sessionfold.journal.RejectionCode;
import io.sessionfold.json.JsonPointer;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.json.ObjectEdit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an event does to the metadata, by top-level key.
 *
 * @param before the object as it was
 * @param after its members after the edit
 * @param touched the top-level keys that the event named
 */
record MetadataEdit(JsonText before, Map<String, JsonText> after, Set<String> touched) {
  /** Fills absent keys. */
  static MetadataEdit fill(JsonText before, @Nullable Map<String, JsonText> values) {
    Map<String, JsonText> after = before.members();
    Set<String> touched = new LinkedHashSet<>();
    if (values != null) {
      values.forEach(
          (key, value) -> {
            if (after.putIfAbsent(key, value) == null) {
              touched.add(key);
            }
          });
    }
    return new MetadataEdit(before, after, touched);
  }

  /** Unsets, then sets; a path through a value that is not an object adds a reason. */
  static MetadataEdit change(JsonText before, MetadataChanged event, List<Reason> reasons) {
    ObjectEdit edit = new ObjectEdit(before.members());
    Set<String> touched = new LinkedHashSet<>();
    int i = 0;
    for (JsonPointer pointer : event.unset()) {
      touched.add(pointer.head());
      try {
        edit.unset(pointer);
      } catch (JsonPointer.PathConflict e) {
        reasons.add(new Reason(RejectionCode.PATH_CONFLICT, "/unset/" + i, e.getMessage()));
      }
      i++;
    }
    event
        .set()
        .forEach(
            (pointer, value) -> {
              touched.add(pointer.head());
              set(edit, pointer, value, reasons);
            });
    return new MetadataEdit(before, edit.members(), touched);
  }

  private static void set(
      ObjectEdit edit, JsonPointer pointer, JsonText value, List<Reason> reasons) {
    String where = "/set/" + JsonPointer.escape(pointer.toString());
    if (pointer.tokens().size() + value.depth() > JsonText.MAX_DEPTH) {
      reasons.add(
          new Reason(
              RejectionCode.TOO_DEEP, where, "at most " + JsonText.MAX_DEPTH + " levels deep"));
      return;
    }
    try {
      edit.set(pointer, value);
    } catch (JsonPointer.PathConflict e) {
      reasons.add(new Reason(RejectionCode.PATH_CONFLICT, where, e.getMessage()));
    }
  }

  boolean changes() {
    return !touched.isEmpty();
  }

  JsonText json() {
    return JsonWriter.object(after);
  }

  /** Whether it is larger than before: what shrinks is taken even above the limit. */
  boolean grows() {
    return json().utf8Length() > before.utf8Length();
  }

  /** The whole new value of each touched key that is there. */
  Map<String, JsonText> values() {
    Map<String, JsonText> values = new LinkedHashMap<>();
    for (String key : touched) {
      JsonText value = after.get(key);
      if (value != null) {
        values.put(key, value);
      }
    }
    return values;
  }

  /** The event as the journal says it: whole values of top-level keys, and keys that went. */
  MetadataChanged resolved(@Nullable JsonText ext) {
    Map<JsonPointer, JsonText> set = new LinkedHashMap<>();
    values().forEach((key, value) -> set.put(new JsonPointer(List.of(key)), value));
    List<JsonPointer> removed =
        touched.stream()
            .filter(key -> !after.containsKey(key))
            .map(key -> new JsonPointer(List.of(key)))
            .toList();
    return new MetadataChanged(set, removed, ext);
  }
}
