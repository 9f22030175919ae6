package io.sessionfold.json;

import io.sessionfold.json.JsonText.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where two JSON values differ. The order of members means nothing; every other difference of the
 * text does, so {@code 1.0} is not {@code 1}. Pure.
 */
public final class JsonDiff {
  /**
   * A place where they differ.
   *
   * @param pointer RFC 6901; empty for the whole value
   * @param a what the first has there; absent if it has nothing
   * @param b what the second has there, likewise
   */
  public record Difference(String pointer, @Nullable JsonText a, @Nullable JsonText b) {}

  private JsonDiff() {}

  /** The first difference, members in RFC 8785 order; empty if there is none. */
  public static Optional<Difference> first(JsonText a, JsonText b) {
    return first("", a, b);
  }

  private static Optional<Difference> first(String at, @Nullable JsonText a, @Nullable JsonText b) {
    if (a != null && b != null) {
      if (a.equals(b)) {
        return Optional.empty();
      }
      if (a.kind() == Kind.OBJECT && b.kind() == Kind.OBJECT) {
        return members(at, a.members(), b.members());
      }
      if (a.kind() == Kind.ARRAY && b.kind() == Kind.ARRAY) {
        return elements(at, a.elements(), b.elements());
      }
    }
    return Optional.of(new Difference(at, a, b));
  }

  private static Optional<Difference> members(
      String at, Map<String, JsonText> a, Map<String, JsonText> b) {
    TreeSet<String> names = new TreeSet<>(a.keySet());
    names.addAll(b.keySet());
    for (String name : names) {
      Optional<Difference> found =
          first(at + "/" + JsonPointer.escape(name), a.get(name), b.get(name));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<Difference> elements(String at, List<JsonText> a, List<JsonText> b) {
    for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
      Optional<Difference> found =
          first(at + "/" + i, i < a.size() ? a.get(i) : null, i < b.size() ? b.get(i) : null);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
