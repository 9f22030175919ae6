package io.sessionfold.projector.topics;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.sequence.Limits;
import io.sessionfold.store.StoreNames;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a journal was made with: the value of key {@code journal-<n>} on topic {@code
 * session-generations}, written once when the journal is created.
 *
 * <pre>{"v": 1, "partitions": 24, "limits": {"event_bytes": 6291456, …}, "topics": {name: id}}
 * </pre>
 *
 * @param limits by name
 * @param topics the ids of the topics of the event log and of the journal
 */
record JournalRecord(int partitions, Map<String, Long> limits, Map<String, String> topics) {
  private static final int VERSION = 1;

  static String key(int journal) {
    return "journal-" + journal;
  }

  static JournalRecord of(Limits limits, int partitions, Map<String, String> topics) {
    return new JournalRecord(partitions, named(limits), topics);
  }

  static Map<String, String> ids(int journal, Map<String, FoundTopic> found) {
    Map<String, String> ids = new LinkedHashMap<>();
    for (String name :
        new String[] {
          IngressTopic.MESSAGES.topicName(),
          IngressTopic.METADATA.topicName(),
          StoreNames.journal(journal)
        }) {
      FoundTopic topic = found.get(name);
      if (topic != null) {
        ids.put(name, topic.id());
      }
    }
    return ids;
  }

  byte[] write() {
    JsonWriter names = new JsonWriter();
    limits.forEach(names::add);
    JsonWriter ids = new JsonWriter();
    topics.forEach(ids::add);
    return new JsonWriter()
        .add("v", VERSION)
        .add("partitions", partitions)
        .add("limits", names.done())
        .add("topics", ids.done())
        .done()
        .utf8();
  }

  static JournalRecord read(byte[] value) {
    try {
      Map<String, JsonText> m = JsonText.parse(value).members();
      if (integer(m, "v") != VERSION) {
        throw new IllegalStateException(
            "%s is of version %d, this version reads %d: run a newer version"
                .formatted(TopicPlan.GENERATIONS, integer(m, "v"), VERSION));
      }
      return new JournalRecord(
          Math.toIntExact(integer(m, "partitions")),
          object(m, "limits").entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().integer())),
          object(m, "topics").entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().string())));
    } catch (JsonSyntaxException e) {
      throw new IllegalStateException(
          TopicPlan.GENERATIONS
              + " has a record that is not JSON: "
              + new String(value, StandardCharsets.UTF_8),
          e);
    }
  }

  private static long integer(Map<String, JsonText> members, String name) {
    return members.getOrDefault(name, JsonText.of(0)).integer();
  }

  private static Map<String, JsonText> object(Map<String, JsonText> members, String name) {
    return members.getOrDefault(name, JsonText.EMPTY_OBJECT).members();
  }

  private static Map<String, Long> named(Limits limits) {
    Map<String, Long> names = new LinkedHashMap<>();
    names.put("event_bytes", (long) limits.eventBytes());
    names.put("id_bytes", (long) limits.idBytes());
    names.put("name_chars", (long) limits.nameChars());
    names.put("string_bytes", (long) limits.stringBytes());
    names.put("ext_bytes", (long) limits.extBytes());
    names.put("policies_bytes", (long) limits.policiesBytes());
    names.put("event_loop_metrics_bytes", (long) limits.eventLoopMetricsBytes());
    names.put("replacement_bytes", (long) limits.replacementBytes());
    names.put("page_additions_bytes", (long) limits.pageAdditionsBytes());
    names.put("metadata_bytes", (long) limits.metadataBytes());
    names.put("agents", (long) limits.agents());
    names.put("agent_data_bytes", (long) limits.agentDataBytes());
    names.put("agents_data_bytes", (long) limits.agentsDataBytes());
    names.put("models", (long) limits.models());
    names.put("feedbacks", (long) limits.feedbacks());
    names.put("guardrail_events", (long) limits.guardrailEvents());
    names.put("feedback_and_guardrail_bytes", (long) limits.feedbackAndGuardrailBytes());
    names.put("page_messages", (long) limits.pageMessages());
    names.put("page_bytes", (long) limits.pageBytes());
    return names;
  }
}
