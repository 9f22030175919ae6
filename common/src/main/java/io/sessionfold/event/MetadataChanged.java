package io.sessionfold.event;

import io.sessionfold.json.JsonPointer;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Metadata was set or unset by path; unset comes first.
 *
 * @param set values by pointer, parents created
 * @param unset pointers to remove
 */
public record MetadataChanged(
    Map<JsonPointer, JsonText> set, List<JsonPointer> unset, @Nullable JsonText ext)
    implements SessionEvent {

  static MetadataChanged read(JsonText data) {
    Members m = new Members(data);
    return new MetadataChanged(
        m.pointers("set"),
        m.has("unset") ? pointers(m.required("unset")) : List.of(),
        m.verbatim("ext"));
  }

  @Override
  public EventType type() {
    return EventType.METADATA_CHANGED;
  }

  @Override
  public JsonText data() {
    return new JsonWriter()
        .add("set", set.isEmpty() ? null : values(set))
        .add("unset", unset.isEmpty() ? null : texts(unset))
        .add("ext", ext)
        .done();
  }

  @Override
  public <R> R accept(EventVisitor<R> visitor) {
    return visitor.metadataChanged(this);
  }

  private static List<JsonPointer> pointers(JsonText unset) {
    return unset.elements().stream().map(p -> JsonPointer.parse(p.string())).toList();
  }

  private static Map<String, JsonText> values(Map<JsonPointer, JsonText> set) {
    Map<String, JsonText> values = new LinkedHashMap<>();
    set.forEach((pointer, value) -> values.put(pointer.toString(), value));
    return values;
  }

  private static List<JsonText> texts(List<JsonPointer> unset) {
    return unset.stream().map(p -> JsonText.of(p.toString())).toList();
  }
}
