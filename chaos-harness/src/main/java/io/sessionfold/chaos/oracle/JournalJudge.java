package io.sessionfold.chaos.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares the journal with what each record of the event log must have become: exactly one change
 * for each record, in the order of its topic.
 */
final class JournalJudge {
  private final Model model;
  private final Map<String, Raw> waiting = new HashMap<>();
  private final Map<String, Long> next = new HashMap<>();
  private final Map<String, List<JsonNode>> applied = new LinkedHashMap<>();
  private final Map<String, Raw> rejected = new LinkedHashMap<>();
  private final Map<String, Long> counts = new TreeMap<>();

  JournalJudge(Model model) {
    this.model = model;
  }

  /** Records of the event log. */
  void received(List<Raw> records) {
    records.forEach(record -> waiting.put(record.at(), record));
    counts.merge("received", (long) records.size(), Long::sum);
  }

  /** Changes of the journal, in order within each partition. */
  void changes(List<Raw> changes, SightingJudge seen, Findings findings) {
    for (Raw change : changes) {
      JsonNode tree = Trees.read(change.value()).orElse(null);
      if (tree == null) {
        findings.add(change.at(), "a journal record that is not JSON");
      } else {
        change(change, tree, seen, findings);
      }
    }
  }

  /** Says what has no change, and whether the counts add up. */
  void end(Findings findings) {
    waiting.values().forEach(record -> findings.add(record.at(), "has no change in the journal"));
    waiting.clear();
    long changes = count("applied") + count("duplicate") + count("rejected");
    findings.same("counts", "applied + duplicate + rejected", count("received"), changes);
  }

  long count(String what) {
    return counts.getOrDefault(what, 0L);
  }

  /** The applied changes of the journal by session, since they were last taken. */
  Map<String, List<JsonNode>> takeApplied() {
    Map<String, List<JsonNode>> taken = new LinkedHashMap<>(applied);
    applied.clear();
    return taken;
  }

  /** The rejected records by their place in the event log, since they were last taken. */
  Map<String, Raw> takeRejected() {
    Map<String, Raw> taken = new LinkedHashMap<>(rejected);
    rejected.clear();
    return taken;
  }

  private void change(Raw change, JsonNode tree, SightingJudge seen, Findings findings) {
    JsonNode event = tree.path("event");
    String log = event.path("topic").asText() + "-" + event.path("partition").asInt();
    long offset = event.path("offset").asLong();
    String at = log + "-" + offset;
    String outcome = tree.path("outcome").asText();
    counts.merge(outcome, 1L, Long::sum);
    findings.same(change.at(), "partition", event.path("partition").asInt(), change.partition());
    Raw record = waiting.remove(at);
    if (record == null) {
      findings.add(change.at(), "a second change, or one of no record: " + at);
      return;
    }
    long expected = next.getOrDefault(log, 0L);
    if (offset != expected) {
      findings.add(change.at(), at + " comes where offset " + expected + " is next");
    }
    next.put(log, offset + 1);
    Verdict verdict = model.next(record);
    compare(at, verdict, tree, outcome, findings);
    model.find(verdict.session()).ifPresent(session -> seen.became(at, verdict, session));
    if (outcome.equals("applied")) {
      applied.computeIfAbsent(tree.path("session").asText(), s -> new ArrayList<>()).add(tree);
    } else if (outcome.equals("rejected")) {
      rejected.put(at, record);
    }
  }

  private static void compare(
      String at, Verdict expected, JsonNode change, String outcome, Findings findings) {
    findings.same(at, "outcome", expected.outcome(), outcome);
    if (!expected.outcome().equals(outcome)) {
      return;
    }
    switch (outcome) {
      case "applied" -> {
        findings.same(at, "session", expected.session(), text(change.get("session")));
        findings.same(at, "revision", expected.revision(), change.path("revision").asLong());
        place(at, expected.message(), change, findings);
      }
      case "duplicate" -> findings.same(at, "of", expected.revision(), change.path("of").asLong());
      default -> {
        boolean found = expected.codes().isEmpty();
        for (JsonNode reason : change.path("reasons")) {
          found |= expected.codes().contains(reason.path("code").asText());
        }
        if (!found) {
          findings.add(at, "reasons " + change.path("reasons") + " lack " + expected.codes());
        }
      }
    }
  }

  private static void place(
      String at, @Nullable ModelMessage message, JsonNode change, Findings findings) {
    if (message == null) {
      return;
    }
    findings.same(at, "agent", message.agent, text(change.get("agent")));
    findings.same(at, "index", message.index, change.path("index").asLong(-1));
    findings.same(at, "page", message.page, change.path("page").asLong(-1));
    if (change.has("seq")) {
      findings.same(at, "seq", message.seq, change.path("seq").asLong());
    }
  }

  private static @Nullable String text(@Nullable JsonNode tree) {
    return tree == null ? null : tree.asText();
  }
}
