package io.sessionfold.chaos.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sessionfold.chaos.oracle.Portrait;
import io.sessionfold.json.JsonText;
import io.sessionfold.session.Message;
import io.sessionfold.session.Session;
import java.util.Map;
import java.util.Objects;

/** The sessions of the library as the oracle compares them. */
final class Portraits {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Portraits() {}

  static Portrait of(Session session) {
    ObjectNode said = JSON.createObjectNode();
    said.put("user", session.user());
    said.put("title", session.title());
    said.put("closed", session.closedAt() != null);
    said.put("created_at", Objects.requireNonNull(session.createdAt()).toEpochMilli());
    said.put("updated_at", Objects.requireNonNull(session.updatedAt()).toEpochMilli());
    said.set("metadata", tree(session.metadata()));
    ObjectNode agents = said.putObject("agents");
    session.agents().forEach((name, agent) -> agents.set(name, tree(agent.data())));
    ArrayNode comments = said.putArray("comments");
    session
        .feedbacks()
        .forEach(feedback -> comments.add(tree(feedback.data()).path("comment").asText()));
    ArrayNode messages = said.putArray("messages");
    for (Message m : session.messages()) {
      messages.add(
          Portrait.message(
              m.seq(), m.agent(), m.index(), m.eventId(), m.redacted(), tree(m.message())));
    }
    return Portrait.of(said);
  }

  private static ObjectNode tree(Map<String, JsonText> members) {
    ObjectNode tree = JSON.createObjectNode();
    members.forEach((name, value) -> tree.set(name, tree(value)));
    return tree;
  }

  private static JsonNode tree(JsonText value) {
    try {
      return JSON.readTree(value.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the library answered what is no JSON", e);
    }
  }
}
