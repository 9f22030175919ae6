package io.sessionfold.chaos.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One session, as it must be: events go in, and what they make of it is plain to see. */
final class ModelSession {
  final String key;
  private final int pageMessages;
  long revision;
  boolean deleted;
  boolean closed;
  long createdAt = Long.MAX_VALUE;
  long updatedAt;
  final Map<String, String> start = new TreeMap<>();
  ObjectNode metadata = JsonNodeFactory.instance.objectNode();
  final List<ModelMessage> messages = new ArrayList<>();
  final Map<String, List<ModelMessage>> byAgent = new TreeMap<>();
  final Map<String, ObjectNode> synced = new TreeMap<>();
  final List<JsonNode> feedbacks = new ArrayList<>();
  final List<JsonNode> guardrails = new ArrayList<>();
  final Map<String, Map<String, Long>> usageByAgent = new TreeMap<>();
  final Map<String, Map<String, Long>> usageByModel = new TreeMap<>();

  /** Texts that were taken back and must be nowhere. */
  final List<String> takenBack = new ArrayList<>();

  private final Map<String, Seen> seen = new HashMap<>();

  private record Seen(long revision, String content, @Nullable ModelMessage message) {}

  ModelSession(String key, int pageMessages) {
    this.key = key;
    this.pageMessages = pageMessages;
  }

  /** What becomes of a record that is a good event by itself. */
  Verdict event(String topic, String type, String id, String source, long time, JsonNode data) {
    if (deleted) {
      return type.equals("session.deleted")
          ? Verdict.duplicate(key, revision)
          : Verdict.rejected(key, "deleted");
    }
    String content = type + Trees.sorted(data);
    String name = topic + "\n" + source + "\n" + id;
    Seen before = seen.get(name);
    if (before != null) {
      return before.content().equals(content)
          ? Verdict.duplicate(key, before.revision())
          : Verdict.rejected(key, "id-reused");
    }
    Verdict verdict = apply(type, id, source, data);
    if (verdict.outcome().equals("applied")) {
      revision++;
      createdAt = Math.min(createdAt, time);
      updatedAt = Math.max(updatedAt, time);
      boolean appended = type.equals("message.appended");
      seen.put(name, new Seen(revision, content, appended ? verdict.message() : null));
    }
    return verdict;
  }

  private Verdict apply(String type, String id, String source, JsonNode data) {
    return switch (type) {
      case "message.appended" -> appended(id, source, data);
      case "message.measured", "message.redacted", "message.replaced" ->
          onTarget(type, source, data);
      case "agent.synced" -> synced(data);
      case "session.started" -> started(data);
      case "session.closed" -> {
        closed = true;
        yield applied(null);
      }
      case "session.deleted" -> deleted();
      case "metadata.changed" -> metadata(data);
      case "feedback.given" -> {
        feedbacks.add(data);
        yield applied(null);
      }
      case "guardrail.triggered" -> {
        guardrails.add(data);
        yield applied(null);
      }
      default -> Verdict.rejected(key, "unknown-type");
    };
  }

  private Verdict applied(@Nullable ModelMessage message) {
    return Verdict.applied(key, revision + 1, message);
  }

  private Verdict appended(String id, String source, JsonNode data) {
    String agent = data.path("agent").asText();
    List<ModelMessage> own = byAgent.getOrDefault(agent, List.of());
    JsonNode expected = data.get("expected_index");
    if (expected != null && expected.asLong() != own.size()) {
      return Verdict.rejected(key, "conflict");
    }
    long page = messages.size() / pageMessages;
    ModelMessage message =
        new ModelMessage(messages.size() + 1, agent, own.size(), page, id, source, data);
    messages.add(message);
    byAgent.computeIfAbsent(agent, a -> new ArrayList<>()).add(message);
    use(agent, data);
    return applied(message);
  }

  private Verdict onTarget(String type, String source, JsonNode data) {
    ModelMessage message = target(source, data.path("target"));
    if (message == null) {
      return Verdict.rejected(key, "unknown-target");
    }
    switch (type) {
      case "message.measured" -> {
        use(message.agent, data);
        if (data.has("event_loop_metrics")) {
          message.eventLoopMetrics = data.get("event_loop_metrics");
        }
      }
      case "message.redacted" -> {
        takenBack.add(Trees.text(message.text));
        message.redact(data);
      }
      default -> message.replace(data);
    }
    return applied(message);
  }

  private @Nullable ModelMessage target(String source, JsonNode target) {
    if (target.has("event")) {
      String of = target.path("source").asText(source);
      Seen found = seen.get("agent-messages\n" + of + "\n" + target.path("event").asText());
      return found == null ? null : found.message();
    }
    List<ModelMessage> own = byAgent.getOrDefault(target.path("agent").asText(), List.of());
    int index = target.path("index").asInt();
    return index < own.size() ? own.get(index) : null;
  }

  private void use(String agent, JsonNode data) {
    String model = data.path("model").asText("");
    for (String part : List.of("usage", "metrics")) {
      data.path(part)
          .properties()
          .forEach(
              delta -> {
                add(usageByAgent, agent, delta.getKey(), delta.getValue().asLong());
                add(usageByModel, model, delta.getKey(), delta.getValue().asLong());
              });
    }
  }

  private static void add(
      Map<String, Map<String, Long>> totals, String name, String part, long delta) {
    totals.computeIfAbsent(name, n -> new TreeMap<>()).merge(part, delta, Long::sum);
  }

  private Verdict synced(JsonNode data) {
    String agent = data.path("agent").asText();
    byAgent.computeIfAbsent(agent, a -> new ArrayList<>());
    ObjectNode parts = synced.computeIfAbsent(agent, a -> JsonNodeFactory.instance.objectNode());
    for (String part : List.of("state", "system_prompt", "internal_state")) {
      if (data.has(part)) {
        // The framework's own state has this name in its documents.
        parts.set(part.equals("internal_state") ? "_internal_state" : part, data.get(part));
      }
    }
    return applied(null);
  }

  private Verdict started(JsonNode data) {
    for (String field : List.of("user", "application", "session_type", "title")) {
      if (data.has(field)) {
        start.putIfAbsent(field, data.get(field).asText());
      }
    }
    data.path("metadata")
        .properties()
        .forEach(
            member -> {
              if (!metadata.has(member.getKey())) {
                metadata.set(member.getKey(), member.getValue());
              }
            });
    closed = false;
    return applied(null);
  }

  private Verdict metadata(JsonNode data) {
    ObjectNode changed = metadata.deepCopy();
    for (JsonNode pointer : data.path("unset")) {
      changed.remove(pointer.asText().substring(1));
    }
    for (Map.Entry<String, JsonNode> set : data.path("set").properties()) {
      String[] tokens = set.getKey().substring(1).split("/", -1);
      ObjectNode at = changed;
      for (int i = 0; i < tokens.length - 1; i++) {
        JsonNode child = at.get(tokens[i]);
        if (child != null && !child.isObject()) {
          return Verdict.rejected(key, "path-conflict");
        }
        at = child == null ? at.putObject(tokens[i]) : (ObjectNode) child;
      }
      at.set(tokens[tokens.length - 1], set.getValue());
    }
    metadata = changed;
    return applied(null);
  }

  private Verdict deleted() {
    deleted = true;
    messages.forEach(message -> takenBack.add(Trees.text(message.text)));
    return applied(null);
  }
}
