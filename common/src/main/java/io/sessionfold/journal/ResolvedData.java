package io.sessionfold.journal;

import io.sessionfold.event.EventType;
import io.sessionfold.event.MetadataChanged;
import io.sessionfold.event.SessionEvent;
import io.sessionfold.event.SessionStarted;
import io.sessionfold.event.Target;
import io.sessionfold.json.JsonPointer;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code data} of an applied change. It is the published data, but where its meaning depends on
 * what came before or stands around it:
 *
 * <ul>
 *   <li>{@code session.started}: {@code {user?, application?, session_type?, title?, values?}},
 *       only what took effect; {@code values} are the metadata keys that were absent.
 *   <li>{@code metadata.changed}: {@code {values?, removed?}}, the whole new value of each
 *       top-level key that was touched, and the top-level keys that went.
 *   <li>{@code message.redacted}: without text, reason and details where the page has no room for
 *       them.
 *   <li>{@code feedback.given}, {@code guardrail.triggered}: a {@code target} that names an event
 *       names its {@code source} too.
 * </ul>
 *
 * <p>Typed, a resolved event is an event of the same record: a resolved {@link MetadataChanged} has
 * pointers of one token only.
 */
public final class ResolvedData {
  private ResolvedData() {}

  /** Reads the data of an applied change. */
  public static SessionEvent read(EventType type, int version, JsonText data) {
    known(type, version);
    if (type == EventType.SESSION_STARTED) {
      return started(data.members());
    }
    return type == EventType.METADATA_CHANGED ? metadata(data.members()) : type.read(data);
  }

  /** The version, if {@link #read} reads it. */
  static int known(EventType type, int version) {
    if (version != 1) {
      throw UnknownJournalVersionException.ofEvent(type, version);
    }
    return version;
  }

  /** The data of a resolved {@code session.started}. */
  public static JsonText write(SessionStarted event) {
    return new JsonWriter()
        .add("user", event.user())
        .add("application", event.application())
        .add("session_type", event.sessionType())
        .add("title", event.title())
        .add("values", event.metadata())
        .add("ext", event.ext())
        .done();
  }

  /** The data of a resolved {@code metadata.changed}, whose pointers have one token each. */
  public static JsonText write(MetadataChanged event) {
    Map<String, JsonText> values = new LinkedHashMap<>();
    event.set().forEach((pointer, value) -> values.put(pointer.head(), value));
    List<JsonText> removed = event.unset().stream().map(p -> JsonText.of(p.head())).toList();
    return new JsonWriter()
        .add("values", values.isEmpty() ? null : values)
        .add("removed", removed.isEmpty() ? null : removed)
        .add("ext", event.ext())
        .done();
  }

  /**
   * The data of a resolved feedback or guardrail event.
   *
   * @param source of the event that carries the data: what a target without one means
   */
  public static JsonText withSource(JsonText data, String source) {
    JsonText target = data.members().get("target");
    if (target == null) {
      return data;
    }
    Target named = Target.read(target);
    Target resolved = named.from(source);
    return resolved.equals(named) ? data : data.with("target", resolved.json());
  }

  private static SessionStarted started(Map<String, JsonText> m) {
    JsonText values = m.get("values");
    return new SessionStarted(
        string(m.get("user")),
        string(m.get("application")),
        string(m.get("session_type")),
        string(m.get("title")),
        values == null ? null : values.members(),
        m.get("ext"));
  }

  private static MetadataChanged metadata(Map<String, JsonText> m) {
    Map<JsonPointer, JsonText> set = new LinkedHashMap<>();
    JsonText values = m.getOrDefault("values", JsonText.EMPTY_OBJECT);
    values.members().forEach((key, value) -> set.put(pointer(key), value));
    JsonText removed = m.getOrDefault("removed", JsonText.trusted("[]"));
    return new MetadataChanged(
        set, removed.elements().stream().map(k -> pointer(k.string())).toList(), m.get("ext"));
  }

  private static JsonPointer pointer(String key) {
    return new JsonPointer(List.of(key));
  }

  private static @Nullable String string(@Nullable JsonText value) {
    return value == null ? null : value.string();
  }
}
