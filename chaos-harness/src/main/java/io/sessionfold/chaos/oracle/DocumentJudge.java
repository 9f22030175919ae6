package io.sessionfold.chaos.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bson.BsonDocument;

/**
 * Compares the documents of a tenant in a generation, read as they stand in MongoDB, with the
 * sessions.
 */
final class DocumentJudge {
  private final MongoDatabase database;
  private final int generation;
  private final int pageMessages;

  DocumentJudge(MongoDatabase database, int generation, int pageMessages) {
    this.database = database;
    this.generation = generation;
    this.pageMessages = pageMessages;
  }

  void judge(String tenant, Map<String, ModelSession> expected, Findings findings) {
    Map<String, JsonNode> documents = read("sessions_g" + generation, tenant);
    Map<String, Map<Long, JsonNode>> pages = new HashMap<>();
    read("session_pages_g" + generation, tenant)
        .values()
        .forEach(
            page ->
                pages
                    .computeIfAbsent(page.path("session").asText(), s -> new TreeMap<>())
                    .put(page.path("_id").path("page").asLong(), page));
    Set<String> unknown = new HashSet<>(documents.keySet());
    unknown.addAll(pages.keySet());
    unknown.removeAll(expected.keySet());
    unknown.forEach(key -> findings.add(key, "has documents and no applied event"));
    expected.forEach(
        (key, session) -> {
          JsonNode document = documents.get(key);
          if (document == null) {
            findings.add(key, "has no document");
          } else {
            session(session, document, pages.getOrDefault(key, Map.of()), findings);
          }
        });
  }

  /** The rejections that MongoDB has, by their place in the event log. */
  Set<String> rejections() {
    Set<String> found = new HashSet<>();
    for (BsonDocument document :
        database.getCollection("rejections_g" + generation, BsonDocument.class).find()) {
      JsonNode id = Trees.of(document).path("_id");
      found.add(
          id.path("topic").asText()
              + "-"
              + id.path("partition").asLong()
              + "-"
              + id.path("offset").asLong());
    }
    return found;
  }

  private Map<String, JsonNode> read(String collection, String tenant) {
    Map<String, JsonNode> found = new HashMap<>();
    MongoCollection<BsonDocument> all = database.getCollection(collection, BsonDocument.class);
    for (BsonDocument document : all.find(Filters.eq("sessionfold.tenant", tenant))) {
      JsonNode tree = Trees.of(document);
      found.put(
          tree.path("_id").isTextual() ? tree.path("_id").asText() : tree.path("_id").toString(),
          tree);
    }
    return found;
  }

  private void session(
      ModelSession session, JsonNode document, Map<Long, JsonNode> pages, Findings findings) {
    JsonNode facts = document.path("sessionfold");
    String where = "document " + session.key;
    findings.same(where, "revision", session.revision, facts.path("revision").asLong());
    takenBack(session, document, pages, findings);
    if (session.deleted) {
      findings.same(where, "is a tombstone", true, facts.has("deleted_at"));
      findings.same(where, "has agents", false, document.has("agents"));
      pages
          .values()
          .forEach(page -> findings.same(where, "page has agents", false, page.has("agents")));
      return;
    }
    long open = Math.max(0, (session.messages.size() - 1) / pageMessages);
    findings.same(where, "open page", open, facts.path("page").asLong());
    findings.same(where, "number of pages", open, (long) pages.size());
    findings.same(where, "closed", session.closed, facts.has("closed_at"));
    findings.same(where, "created_at", session.createdAt, document.path("created_at").asLong());
    findings.same(where, "updated_at", session.updatedAt, document.path("updated_at").asLong());
    findings.same(where, "user", session.start.get("user"), facts.path("user").asText(null));
    findings.same(where, "title", session.start.get("title"), facts.path("title").asText(null));
    findings.same(
        where, "metadata", Trees.sorted(session.metadata), Trees.sorted(document.path("metadata")));
    findings.same(where, "feedbacks", session.feedbacks.size(), document.path("feedbacks").size());
    for (int i = 0;
        i < Math.min(session.feedbacks.size(), document.path("feedbacks").size());
        i++) {
      findings.same(
          where,
          "comment of feedback " + i,
          session.feedbacks.get(i).path("comment").asText(),
          document.path("feedbacks").get(i).path("comment").asText());
    }
    findings.same(
        where, "guardrails", session.guardrails.size(), document.path("guardrail_events").size());
    usage(where + " by agent", session.usageByAgent, facts.at("/usage/agents"), findings);
    usage(where + " by model", session.usageByModel, facts.at("/usage/models"), findings);
    agents(where, session, document, findings);
    messages(where, session, document, pages, findings);
  }

  private static void takenBack(
      ModelSession session, JsonNode document, Map<Long, JsonNode> pages, Findings findings) {
    StringBuilder all = new StringBuilder(document.toString());
    pages.values().forEach(page -> all.append(page));
    Secrets.left(session, all.toString())
        .forEach(
            secret -> findings.add(session.key, "a document holds a text taken back: " + secret));
  }

  private static void usage(
      String where, Map<String, Map<String, Long>> expected, JsonNode found, Findings findings) {
    expected.forEach(
        (name, parts) ->
            parts.forEach(
                (part, value) ->
                    findings.same(
                        where,
                        "usage " + name + " " + part,
                        value,
                        found.path(name.isEmpty() ? "%" : name).path(part).asLong(0))));
  }

  private static void agents(
      String where, ModelSession session, JsonNode document, Findings findings) {
    Set<String> names = new HashSet<>();
    document.path("agents").fieldNames().forEachRemaining(names::add);
    findings.same(where, "agents", session.byAgent.keySet(), names);
    session.synced.forEach(
        (agent, parts) -> {
          JsonNode data = document.path("agents").path(agent).path("agent_data");
          JsonNode state = parts.path("state");
          String expected = state.isObject() ? Trees.sorted(state) : "{}";
          findings.same(where, agent + " state", expected, Trees.sorted(data.path("state")));
          findings.same(
              where,
              agent + " system prompt",
              parts.path("system_prompt").asText(),
              data.path("system_prompt").asText());
          findings.same(
              where,
              agent + " interrupts",
              given(parts.path("_internal_state")),
              given(data.path("_internal_state")));
        });
  }

  private static String given(JsonNode part) {
    return part.isObject() ? Trees.sorted(part) : "none";
  }

  private static void messages(
      String where,
      ModelSession session,
      JsonNode document,
      Map<Long, JsonNode> pages,
      Findings findings) {
    List<JsonNode> all = new ArrayList<>(pages.values());
    all.add(document);
    Map<String, List<JsonNode>> found = new TreeMap<>();
    List<JsonNode> facts = new ArrayList<>();
    for (JsonNode page : all) {
      page.path("agents")
          .properties()
          .forEach(
              agent ->
                  agent
                      .getValue()
                      .path("messages")
                      .forEach(
                          m ->
                              found
                                  .computeIfAbsent(agent.getKey(), a -> new ArrayList<>())
                                  .add(m)));
      page.path("sessionfold").path("messages").forEach(facts::add);
    }
    findings.same(where, "number of messages", session.messages.size(), facts.size());
    for (int i = 0; i < Math.min(facts.size(), session.messages.size()); i++) {
      ModelMessage message = session.messages.get(i);
      String at = where + " message " + message.seq;
      findings.same(at, "seq", message.seq, facts.get(i).path("seq").asLong());
      findings.same(at, "event", message.eventId, facts.get(i).path("event_id").asText());
      findings.same(at, "source", message.source, facts.get(i).path("source").asText());
      List<JsonNode> own = found.getOrDefault(message.agent, List.of());
      if (message.index >= own.size()) {
        findings.add(at, "is not in the documents");
      } else {
        message(at, message, own.get((int) message.index), findings);
      }
    }
  }

  private static void message(String at, ModelMessage message, JsonNode found, Findings findings) {
    findings.same(at, "index", message.index, found.path("message_id").asLong(-1));
    findings.same(at, "text", Trees.text(message.text), Trees.text(found.path("message")));
    JsonNode redaction = found.get("redact_message");
    boolean redacted = redaction != null && !redaction.isNull();
    findings.same(at, "is redacted", message.redactText != null, redacted);
  }
}
