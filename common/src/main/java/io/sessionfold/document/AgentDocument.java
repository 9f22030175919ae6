package io.sessionfold.document;

import static io.sessionfold.document.Fields.AGENT_DATA;
import static io.sessionfold.document.Fields.CREATED_AT;
import static io.sessionfold.document.Fields.MESSAGES;
import static io.sessionfold.document.Fields.ORDER;
import static io.sessionfold.document.Fields.PARTS;
import static io.sessionfold.document.Fields.UPDATED_AT;

import io.sessionfold.bson.FieldNames;
import io.sessionfold.json.JsonText;
import io.sessionfold.session.Agent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * An agent in three places: {@code agents.<agent>} as the mongodb-session-manager has it, {@code
 * sessionfold.agents.<agent>} with what that cannot say, and {@code sessionfold.exact.agents.
 * <agent>} with the exact texts of its data.
 */
final class AgentDocument {
  private AgentDocument() {}

  /** The field of an agent; puts the exact texts of its data into {@code exact}. */
  static BsonDocument value(Agent agent, BsonArray messages, BsonDocument exact, int longest) {
    BsonDocument data = new BsonDocument();
    data.put("agent_id", Unit.of(agent.name()).value());
    data.put("state", new BsonDocument());
    data.put("conversation_manager_state", new BsonDocument());
    agent.data().forEach((part, value) -> Unit.put(data, exact, part, value, longest));
    data.put(CREATED_AT, Fields.date(agent.createdAt()));
    data.put(UPDATED_AT, Fields.date(agent.updatedAt()));
    return new BsonDocument(AGENT_DATA, data)
        .append(CREATED_AT, Fields.date(agent.createdAt()))
        .append(UPDATED_AT, Fields.date(agent.updatedAt()))
        .append(MESSAGES, messages);
  }

  /** The field of our own facts; {@code firstPart} is the order of its first part. */
  static BsonDocument own(Agent agent, long order, long firstPart) {
    BsonDocument parts = new BsonDocument();
    agent.data().keySet().forEach(p -> parts.put(p, new BsonInt64(firstPart + parts.size())));
    return new BsonDocument(ORDER, new BsonInt64(order))
        .append(MESSAGES, new BsonInt64(agent.messageCount()))
        .append(PARTS, parts);
  }

  /** What stands in a part that is cleared: what foreign readers need, or nothing. */
  static BsonValue cleared(String part) {
    return part.equals("state") || part.equals("conversation_manager_state")
        ? new BsonDocument()
        : BsonNull.VALUE;
  }

  static Agent read(String field, BsonDocument value, BsonDocument own, BsonDocument exact) {
    BsonDocument data = Fields.doc(value, AGENT_DATA);
    Map<String, JsonText> parts = new LinkedHashMap<>();
    for (String part : Order.sorted(Fields.doc(own, PARTS), BsonValue::asNumber)) {
      parts.put(part, Objects.requireNonNull(Unit.read(data, exact, part), part));
    }
    return new Agent(
        FieldNames.decode(field),
        Fields.requiredTime(value, CREATED_AT),
        Fields.requiredTime(value, UPDATED_AT),
        Fields.integerOrZero(own, MESSAGES),
        parts);
  }
}
