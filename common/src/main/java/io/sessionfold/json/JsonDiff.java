package io.sessionfold.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where two JSON values differ. Objects are walked by member, whatever the order, arrays by index,
 * everything else is compared as text: {@code 1} and {@code 1.0} differ.
 *
 * <p>There is a difference exactly if the two texts differ. Where the only one is how members are
 * ordered or their names escaped, it is told of the whole object.
 */
public final class JsonDiff {
  /**
   * One difference.
   *
   * @param pointer RFC 6901; empty for the whole value
   * @param before absent if only the second value has something there
   * @param after absent if only the first value has something there
   */
  public record Difference(String pointer, @Nullable JsonText before, @Nullable JsonText after) {

    /** Whether it lies only in the order of members. */
    public boolean ofOrder() {
      return before != null && after != null && before.canonical().equals(after.canonical());
    }

    /** {@code {path, before?, after?}}. */
    public JsonText json() {
      return new JsonWriter().add("path", pointer).add("before", before).add("after", after).done();
    }
  }

  private final int most;
  private final List<Difference> found = new ArrayList<>();

  private JsonDiff(int most) {
    this.most = most;
  }

  /** The first difference, in the order of {@link #all}; empty if the texts are equal. */
  public static Optional<Difference> first(JsonText before, JsonText after) {
    return found(before, after, 1).stream().findFirst();
  }

  /** All differences: what the first value has in its order, then what only the second has. */
  public static List<Difference> all(JsonText before, JsonText after) {
    return found(before, after, Integer.MAX_VALUE);
  }

  private static List<Difference> found(JsonText before, JsonText after, int most) {
    JsonDiff diff = new JsonDiff(most);
    diff.walk("", before, after);
    return diff.found;
  }

  private void walk(String pointer, @Nullable JsonText before, @Nullable JsonText after) {
    if (found.size() >= most || (before != null && before.equals(after))) {
      return;
    }
    int known = found.size();
    if (before != null && after != null && before.kind() == after.kind()) {
      if (before.kind() == JsonText.Kind.OBJECT) {
        walkMembers(pointer, before.members(), after.members());
      } else if (before.kind() == JsonText.Kind.ARRAY) {
        walkElements(pointer, before.elements(), after.elements());
      }
    }
    if (found.size() == known) {
      found.add(new Difference(pointer, before, after));
    }
  }

  private void walkMembers(
      String pointer, Map<String, JsonText> before, Map<String, JsonText> after) {
    Map<String, JsonText> names = new LinkedHashMap<>(before);
    after.forEach(names::putIfAbsent);
    names
        .keySet()
        .forEach(
            name ->
                walk(pointer + "/" + JsonPointer.escape(name), before.get(name), after.get(name)));
  }

  private void walkElements(String pointer, List<JsonText> before, List<JsonText> after) {
    for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
      walk(
          pointer + "/" + i,
          i < before.size() ? before.get(i) : null,
          i < after.size() ? after.get(i) : null);
    }
  }
}
