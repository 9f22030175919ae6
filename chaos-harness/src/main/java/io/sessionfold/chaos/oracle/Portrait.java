package io.sessionfold.chaos.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a session says at one revision, as digests by part: small enough to keep thousands of them.
 *
 * @param parts digests by the name of the part
 */
public record Portrait(Map<String, String> parts) {
  /** Sorts and copies. */
  public Portrait {
    parts = new TreeMap<>(parts);
  }

  /**
   * Of a tree that has what {@link #of(ModelSession)} puts into one: {@code user}, {@code title},
   * {@code closed}, {@code created_at}, {@code updated_at}, {@code metadata}, {@code agents},
   * {@code comments} and {@code messages}.
   */
  public static Portrait of(ObjectNode said) {
    Map<String, String> parts = new TreeMap<>();
    said.properties()
        .forEach(part -> parts.put(part.getKey(), digest(Trees.sorted(part.getValue()))));
    return new Portrait(parts);
  }

  /** A message as it stands in a portrait's tree; of its text the order of members counts. */
  public static ObjectNode message(
      long seq, String agent, long index, String event, boolean redacted, JsonNode text) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("seq", seq)
        .put("agent", agent)
        .put("index", index)
        .put("event", event)
        .put("redacted", redacted)
        .put("text", Trees.text(text));
  }

  static Portrait of(ModelSession session) {
    ObjectNode said = JsonNodeFactory.instance.objectNode();
    said.put("user", session.start.get("user"));
    said.put("title", session.start.get("title"));
    said.put("closed", session.closed);
    said.put("created_at", session.createdAt);
    said.put("updated_at", session.updatedAt);
    said.set("metadata", session.metadata);
    ObjectNode agents = said.putObject("agents");
    for (String agent : session.byAgent.keySet()) {
      agents.set(agent, synced(session, agent));
    }
    ArrayNode comments = said.putArray("comments");
    session.feedbacks.forEach(feedback -> comments.add(feedback.path("comment").asText()));
    ArrayNode messages = said.putArray("messages");
    for (ModelMessage m : session.messages) {
      messages.add(message(m.seq, m.agent, m.index, m.eventId, m.redactText != null, m.text));
    }
    return of(said);
  }

  private static ObjectNode synced(ModelSession session, String agent) {
    ObjectNode parts = JsonNodeFactory.instance.objectNode();
    JsonNode synced = session.synced.get(agent);
    if (synced != null) {
      synced
          .properties()
          .forEach(
              part -> {
                if (!part.getValue().isNull()) {
                  parts.set(part.getKey(), part.getValue());
                }
              });
    }
    return parts;
  }

  /** The parts that differ. */
  Set<String> differences(Portrait other) {
    Set<String> names = new TreeSet<>(parts.keySet());
    names.addAll(other.parts.keySet());
    names.removeIf(name -> String.valueOf(parts.get(name)).equals(other.parts.get(name)));
    return names;
  }

  private static String digest(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
