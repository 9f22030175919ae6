package io.sessionfold.document;

import static io.sessionfold.document.Fields.AGENTS;
import static io.sessionfold.document.Fields.FEEDBACKS;
import static io.sessionfold.document.Fields.GUARDRAIL_EVENTS;
import static io.sessionfold.document.Fields.MESSAGES;
import static io.sessionfold.document.Fields.METADATA;
import static io.sessionfold.document.Fields.OWN;

import io.sessionfold.bson.FieldNames;
import io.sessionfold.bson.ReadableBson;
import io.sessionfold.json.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * What stands in a document and is passed over when it is read, although other readers of the
 * database see it. No sink writes such a thing; a proof asks for it.
 */
public final class UnreadFields {
  private UnreadFields() {}

  /** Metadata of a session document that is not among the keys that were set, by key. */
  public static Map<String, JsonText> metadata(BsonDocument document) {
    BsonDocument known = Fields.doc(Fields.doc(document, OWN), METADATA);
    Map<String, JsonText> unread = new LinkedHashMap<>();
    Fields.doc(document, METADATA)
        .forEach(
            (field, value) -> {
              if (!known.containsKey(field)) {
                unread.put(FieldNames.decode(field), ReadableBson.text(value));
              }
            });
    return unread;
  }

  /**
   * Anything else: messages, agents, feedbacks or guardrail events without our own facts.
   *
   * @param document of a session or a page
   * @return what and where, without content; empty if there is none
   */
  public static Optional<String> problem(BsonDocument document) {
    BsonDocument own = Fields.doc(document, OWN);
    for (String list : new String[] {FEEDBACKS, GUARDRAIL_EVENTS}) {
      int elements = Fields.array(document, list).size();
      int facts = Fields.array(own, list).size();
      if (elements > facts) {
        return Optional.of(list + " has " + elements + " elements, and facts of " + facts);
      }
    }
    Map<String, Integer> facts = new LinkedHashMap<>();
    for (BsonValue fact : Fields.array(own, MESSAGES)) {
      StoredMessage message = new StoredMessage(new BsonDocument(), fact.asDocument());
      facts.merge(FieldNames.encode(message.agent()), 1, Integer::sum);
    }
    BsonDocument agents = Fields.doc(document, AGENTS);
    for (String agent : agents.keySet()) {
      Optional<String> problem =
          messages(agent, agents.getDocument(agent), facts.getOrDefault(agent, 0));
      if (problem.isPresent()) {
        return problem;
      }
      if (own.containsKey(AGENTS) && !own.getDocument(AGENTS).containsKey(agent)) {
        return Optional.of("agents." + agent + " has no facts");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> messages(String agent, BsonDocument value, int facts) {
    BsonArray elements = Fields.array(value, MESSAGES);
    return elements.size() > facts
        ? Optional.of(
            "agents."
                + agent
                + ".messages has "
                + elements.size()
                + " elements, and facts of "
                + facts)
        : Optional.empty();
  }
}
