package io.sessionfold.event;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an agent needs to resume. An absent member is unchanged, a JSON null clears, any other value
 * replaces the whole.
 *
 * @param systemPrompt a string or blocks
 */
public record AgentSynced(
    String agent,
    @Nullable JsonText state,
    @Nullable JsonText conversationManagerState,
    @Nullable JsonText internalState,
    @Nullable JsonText model,
    @Nullable JsonText systemPrompt,
    @Nullable JsonText promptMetadata,
    @Nullable JsonText ext)
    implements SessionEvent {

  static AgentSynced read(JsonText data) {
    Members m = new Members(data);
    return new AgentSynced(
        m.required("agent").string(),
        m.verbatim("state"),
        m.verbatim("conversation_manager_state"),
        m.verbatim("internal_state"),
        m.verbatim("model"),
        m.verbatim("system_prompt"),
        m.verbatim("prompt_metadata"),
        m.verbatim("ext"));
  }

  @Override
  public EventType type() {
    return EventType.AGENT_SYNCED;
  }

  @Override
  public JsonText data() {
    return new JsonWriter()
        .add("agent", agent)
        .add("state", state)
        .add("conversation_manager_state", conversationManagerState)
        .add("internal_state", internalState)
        .add("model", model)
        .add("system_prompt", systemPrompt)
        .add("prompt_metadata", promptMetadata)
        .add("ext", ext)
        .done();
  }

  @Override
  public <R> R accept(EventVisitor<R> visitor) {
    return visitor.synced(this);
  }

  /** The given parts by their names in the document, in a fixed order; cleared is a JSON null. */
  public Map<String, JsonText> parts() {
    Map<String, JsonText> parts = new LinkedHashMap<>();
    put(parts, "state", state);
    put(parts, "conversation_manager_state", conversationManagerState);
    put(parts, "_internal_state", internalState);
    put(parts, "model", model);
    put(parts, "system_prompt", systemPrompt);
    put(parts, "prompt_metadata", promptMetadata);
    return parts;
  }

  private static void put(Map<String, JsonText> parts, String name, @Nullable JsonText value) {
    if (value != null) {
      parts.put(name, value);
    }
  }
}
