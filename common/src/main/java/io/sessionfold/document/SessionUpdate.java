package io.sessionfold.document;

import static io.sessionfold.document.Fields.AGENTS;
import static io.sessionfold.document.Fields.AGENT_DATA;
import static io.sessionfold.document.Fields.CREATED_AT;
import static io.sessionfold.document.Fields.EXACT;
import static io.sessionfold.document.Fields.FEEDBACKS;
import static io.sessionfold.document.Fields.GUARDRAIL_EVENTS;
import static io.sessionfold.document.Fields.MESSAGES;
import static io.sessionfold.document.Fields.METADATA;
import static io.sessionfold.document.Fields.OWN;
import static io.sessionfold.document.Fields.PAGE;
import static io.sessionfold.document.Fields.PARTS;
import static io.sessionfold.document.Fields.REVISION;
import static io.sessionfold.document.Fields.UPDATED_AT;
import static io.sessionfold.document.Fields.USAGE;

import io.sessionfold.bson.FieldNames;
import io.sessionfold.session.Agent;
import io.sessionfold.session.UsageTotals.Total;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The update that brings a stored session document forward by some changes, in classic operators
 * that need not know what is stored. It is not idempotent: it belongs under a fence.
 */
public final class SessionUpdate {
  private static final String OWN_ = OWN + ".";
  private static final String EXACT_ = OWN_ + EXACT + ".";

  private final SessionChange change;
  private final Operators operators = new Operators();

  private SessionUpdate(SessionChange change) {
    this.change = change;
  }

  /** The update that appends {@code messages} to the open page. */
  public static BsonDocument append(SessionChange change, List<StoredMessage> messages) {
    SessionUpdate update = new SessionUpdate(change);
    MessageArrays arrays = MessageArrays.of(messages);
    update.head(arrays);
    arrays.elements().forEach(update::pushElements);
    update.operators.push(OWN_ + MESSAGES, arrays.facts());
    return update.operators.document();
  }

  /**
   * The update that puts {@code tail} in place of the messages of the open page.
   *
   * @param agents whose messages stood in the document so far
   */
  public static BsonDocument replaceTail(
      SessionChange change, Set<String> agents, List<StoredMessage> tail, long page) {
    SessionUpdate update = new SessionUpdate(change);
    MessageArrays arrays = MessageArrays.of(tail);
    update.head(arrays);
    arrays.elements().forEach(update::setElements);
    agents.stream()
        .map(FieldNames::encode)
        .filter(field -> !arrays.elements().containsKey(field))
        .forEach(field -> update.setElements(field, new BsonArray()));
    update.operators.set(OWN_ + MESSAGES, arrays.facts());
    update.operators.set(OWN_ + PAGE, new BsonInt64(page));
    return update.operators.document();
  }

  /**
   * The update that puts changed messages in their places on a stored page.
   *
   * @param stored all messages of the page
   * @param changed those to put in place, by their position in {@code stored}
   */
  public static BsonDocument page(
      List<StoredMessage> stored, Map<Integer, StoredMessage> changed, long revision) {
    Operators operators = new Operators();
    Map<String, Integer> next = new HashMap<>();
    for (int i = 0; i < stored.size(); i++) {
      String field = FieldNames.encode(stored.get(i).agent());
      int place = next.merge(field, 1, Integer::sum) - 1;
      StoredMessage message = changed.get(i);
      if (message != null) {
        operators.set(AGENTS + "." + field + "." + MESSAGES + "." + place, message.element());
        operators.set(OWN_ + MESSAGES + "." + i, message.facts());
      }
    }
    operators.set(OWN_ + REVISION, new BsonInt64(revision));
    return operators.document();
  }

  private void pushElements(String field, BsonArray elements) {
    if (!change.isNew(field)) {
      operators.push(AGENTS + "." + field + "." + MESSAGES, elements);
    }
  }

  private void setElements(String field, BsonArray elements) {
    if (!change.isNew(field)) {
      operators.set(AGENTS + "." + field + "." + MESSAGES, elements);
    }
  }

  private void head(MessageArrays arrays) {
    operators.set(OWN_ + REVISION, new BsonInt64(change.revision()));
    operators.min(CREATED_AT, Fields.date(change.earliest()));
    operators.max(UPDATED_AT, Fields.date(change.latest()));
    change.started().forEach(this::started);
    if (change.closedAt() != null) {
      operators.set(OWN_ + "closed_at", Fields.date(change.closedAt()));
    } else if (change.reopened()) {
      operators.unset(OWN_ + "closed_at");
    }
    change.metadata().forEach(this::metadata);
    change.agents().forEach(agent -> agent(agent, arrays));
    change.usage().byAgent().forEach((name, total) -> usage(AGENTS, name, total));
    change.usage().byModel().forEach((name, total) -> usage(Fields.MODELS, name, total));
    feedbacks();
    guardrails();
  }

  private void started(String field, String value) {
    Unit unit = Unit.of(value);
    switch (field) {
      case "application" -> operators.set("application_name", unit.value());
      case "session_type" -> {
        operators.set("session_type", unit.value());
        operators.set(OWN_ + field, unit.value());
      }
      default -> operators.set(OWN_ + field, unit.value());
    }
    if (unit.exact() != null) {
      String name = field.equals("application") ? "application_name" : field;
      operators.set(EXACT_ + name, new BsonString(unit.exact()));
    }
  }

  private void metadata(String key, SessionChange.@Nullable Entry entry) {
    String field = METADATA + "." + FieldNames.encode(key);
    if (entry == null) {
      operators.unset(field);
      operators.unset(OWN_ + field);
      operators.unset(EXACT_ + field);
      return;
    }
    unit(field, EXACT_ + field, Unit.of(entry.value()));
    BsonInt64 order = new BsonInt64(entry.order());
    if (entry.anew()) {
      operators.set(OWN_ + field, order);
    } else {
      // Keeps the place of a key that is there, and gives one to a key that is not.
      operators.min(OWN_ + field, order);
    }
  }

  private void unit(String field, String exactField, Unit unit) {
    operators.set(field, unit.value());
    if (unit.exact() == null) {
      operators.unset(exactField);
    } else {
      operators.set(exactField, new BsonString(unit.exact()));
    }
  }

  private void agent(AgentChange agent, MessageArrays arrays) {
    String field = AGENTS + "." + FieldNames.encode(agent.name());
    if (agent.isNew()) {
      newAgent(agent, arrays, field);
      return;
    }
    BsonValue earliest = Fields.date(agent.earliest());
    BsonValue latest = Fields.date(agent.latest());
    operators.min(field + "." + CREATED_AT, earliest);
    operators.min(field + "." + AGENT_DATA + "." + CREATED_AT, earliest);
    operators.max(field + "." + UPDATED_AT, latest);
    operators.max(field + "." + AGENT_DATA + "." + UPDATED_AT, latest);
    if (agent.messageCount() > 0) {
      operators.set(OWN_ + field + "." + MESSAGES, new BsonInt64(agent.messageCount()));
    }
    agent.parts().forEach((part, entry) -> part(field, part, entry));
  }

  private void newAgent(AgentChange change, MessageArrays arrays, String field) {
    Agent agent = change.agent();
    BsonDocument exact = new BsonDocument();
    BsonArray messages = arrays.of(FieldNames.encode(agent.name()));
    operators.set(field, AgentDocument.value(agent, messages, exact, Unit.ANY_LENGTH));
    operators.set(OWN_ + field, AgentDocument.own(agent, change.order(), change.order()));
    if (!exact.isEmpty()) {
      operators.set(EXACT_ + field, exact);
    }
  }

  private void part(String agent, String part, SessionChange.Entry entry) {
    String field = agent + "." + AGENT_DATA + "." + part;
    String order = OWN_ + agent + "." + PARTS + "." + part;
    String exact = EXACT_ + agent + "." + part;
    if (!entry.value().isNull()) {
      unit(field, exact, Unit.of(entry.value()));
      operators.set(order, new BsonInt64(entry.order()));
      return;
    }
    BsonValue cleared = AgentDocument.cleared(part);
    if (cleared.isNull()) {
      operators.unset(field);
    } else {
      operators.set(field, cleared);
    }
    operators.unset(order);
    operators.unset(exact);
  }

  private void usage(String kind, String name, Total total) {
    String field = OWN_ + USAGE + "." + kind + "." + FieldNames.encode(name) + ".";
    UsageDocument.parts(total)
        .forEach((part, value) -> operators.inc(field + part, new BsonInt64(value)));
  }

  private void feedbacks() {
    BsonArray elements = new BsonArray();
    BsonArray owns = new BsonArray();
    change.feedbacks().stream()
        .map(feedback -> FeedbackDocument.of(feedback, Unit.ANY_LENGTH))
        .forEach(
            pair -> {
              elements.add(pair.element());
              owns.add(pair.own());
            });
    operators.push(FEEDBACKS, elements);
    operators.push(OWN_ + FEEDBACKS, owns);
  }

  private void guardrails() {
    BsonArray elements = new BsonArray();
    BsonArray owns = new BsonArray();
    change.guardrailEvents().stream()
        .map(event -> GuardrailDocument.of(event, Unit.ANY_LENGTH))
        .forEach(
            pair -> {
              elements.add(pair.element());
              owns.add(pair.own());
            });
    operators.push(GUARDRAIL_EVENTS, elements);
    operators.push(OWN_ + GUARDRAIL_EVENTS, owns);
  }
}
