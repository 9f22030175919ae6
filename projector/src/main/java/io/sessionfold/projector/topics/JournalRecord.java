package io.sessionfold.projector.topics;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.sequence.Limits;
import io.sessionfold.sequence.Sequencer;
import io.sessionfold.store.StoreNames;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a journal was made with: the value of key {@code journal-<n>} on topic {@code
 * session-generations}, written when the journal is created, and once more when it is dropped.
 *
 * <pre>{"v": 1, "partitions": 24, "limits": {"event_bytes": 6291456, …}, "topics": {name: id},
 *  "sequencing": 1, "dropped": true}
 * </pre>
 *
 * @param limits by name
 * @param topics the ids of the topics of the event log and of the journal
 * @param sequencing the version of the sequencing code; 1 where it is absent
 * @param dropped whether nothing of it is to be used any more; its number stays taken
 */
record JournalRecord(
    int partitions,
    Map<String, Long> limits,
    Map<String, String> topics,
    int sequencing,
    boolean dropped) {
  private static final int VERSION = 1;

  private static final String KEY = "journal-";

  static String key(int journal) {
    return KEY + journal;
  }

  /** The number in a key; 0 if it is another key. */
  static int journal(String key) {
    String number = key.startsWith(KEY) ? key.substring(KEY.length()) : "";
    return number.matches("[0-9]{1,9}") ? Integer.parseInt(number) : 0;
  }

  static JournalRecord of(Limits limits, int partitions, Map<String, String> topics) {
    return new JournalRecord(
        partitions, LimitNames.named(limits), topics, Sequencer.VERSION, false);
  }

  /** The same journal, of which nothing is to be used any more. */
  JournalRecord asDropped() {
    return new JournalRecord(partitions, limits, topics, sequencing, true);
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
        .add("sequencing", sequencing)
        .add("dropped", dropped ? JsonText.trusted("true") : null)
        .done()
        .utf8();
  }

  /** The value of key {@code active}: <code>{"v": 1, "journal": 2}</code>. */
  static byte[] writeActive(int journal) {
    return new JsonWriter().add("v", VERSION).add("journal", journal).done().utf8();
  }

  static int activeJournal(byte[] value) {
    return Math.toIntExact(integer(members(value), "journal"));
  }

  static JournalRecord read(byte[] value) {
    Map<String, JsonText> m = members(value);
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
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().string())),
        Math.toIntExact(m.getOrDefault("sequencing", JsonText.of(1)).integer()),
        m.containsKey("dropped"));
  }

  private static Map<String, JsonText> members(byte[] value) {
    try {
      return JsonText.parse(value).members();
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
}
