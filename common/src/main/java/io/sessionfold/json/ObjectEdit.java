package io.sessionfold.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Edits of one object, in place. Only what a path leads through is taken apart, once, so that many
 * edits cost no more than the object and the paths are long. Everything else stays as it is, and so
 * does the order of the members. Not thread-safe.
 */
public final class ObjectEdit {
  /** An object on a path, taken apart: its values are text or again {@code Node}s. */
  private static final class Node {
    private final Map<String, Object> members;

    Node(Map<String, JsonText> members) {
      this.members = new LinkedHashMap<>(members);
    }

    JsonText json() {
      Map<String, JsonText> values = new LinkedHashMap<>();
      members.forEach((name, value) -> values.put(name, text(value)));
      return JsonWriter.object(values);
    }
  }

  private final Node root;

  /** Edits of an object with these members. */
  public ObjectEdit(Map<String, JsonText> members) {
    root = new Node(members);
  }

  /**
   * Puts {@code value} at the pointer; parents are created.
   *
   * @throws JsonPointer.PathConflict if the path leads through something that is not an object, or
   *     the object would become deeper than {@link JsonText#MAX_DEPTH}
   */
  public void set(JsonPointer pointer, JsonText value) throws JsonPointer.PathConflict {
    List<String> tokens = pointer.tokens();
    if (tokens.size() + value.depth() > JsonText.MAX_DEPTH) {
      throw new JsonPointer.PathConflict("nested deeper than " + JsonText.MAX_DEPTH + " levels");
    }
    Node node = root;
    for (int i = 0; i < tokens.size() - 1; i++) {
      Node child = child(node, tokens, i);
      if (child == null) {
        child = new Node(Map.of());
        node.members.put(tokens.get(i), child);
      }
      node = child;
    }
    node.members.put(tokens.get(tokens.size() - 1), value);
  }

  /**
   * Removes the member at the pointer, if it is there.
   *
   * @throws JsonPointer.PathConflict if the path leads through something that is not an object
   */
  public void unset(JsonPointer pointer) throws JsonPointer.PathConflict {
    List<String> tokens = pointer.tokens();
    Node node = root;
    for (int i = 0; i < tokens.size() - 1; i++) {
      node = child(node, tokens, i);
      if (node == null) {
        return;
      }
    }
    node.members.remove(tokens.get(tokens.size() - 1));
  }

  /** The members as they are. */
  public Map<String, JsonText> members() {
    Map<String, JsonText> members = new LinkedHashMap<>();
    root.members.forEach((name, value) -> members.put(name, text(value)));
    return members;
  }

  /** The member of {@code node} that a path goes on through; {@code null} if there is none. */
  private static @Nullable Node child(Node node, List<String> tokens, int i)
      throws JsonPointer.PathConflict {
    Object value = node.members.get(tokens.get(i));
    if (value == null || value instanceof Node) {
      return (Node) value;
    }
    JsonText text = (JsonText) value;
    if (text.kind() != JsonText.Kind.OBJECT) {
      throw new JsonPointer.PathConflict(
          "the path leads through "
              + JsonPointer.format(tokens.subList(0, i + 1))
              + ", not an object");
    }
    Node child = new Node(text.members());
    node.members.put(tokens.get(i), child);
    return child;
  }

  private static JsonText text(Object value) {
    return value instanceof Node node ? node.json() : (JsonText) value;
  }
}
