package io.sessionfold.document;

import static io.sessionfold.document.Fields.EXACT;

import io.sessionfold.event.Target;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.session.GuardrailEvent;
import java.util.List;
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A guardrail's intervention as the two elements that hold it.
 *
 * @param element of {@code guardrail_events}: what the mongodb-session-manager knows
 * @param own of {@code sessionfold.guardrail_events}: the rest, and exact texts
 */
record GuardrailDocument(BsonDocument element, BsonDocument own) {
  static GuardrailDocument of(GuardrailEvent event, int longest) {
    BsonDocument element = new BsonDocument();
    BsonDocument own = new BsonDocument();
    BsonDocument exact = new BsonDocument();
    Long id = event.messageId();
    element.put("message_id", id == null ? BsonNull.VALUE : new BsonInt64(id));
    Unit.put(element, exact, "agent_id", event.agent());
    Unit.put(element, exact, "action", event.action());
    element.put("timestamp", Fields.date(event.timestamp()));
    Unit.put(element, exact, "stop_reason", event.stopReason());
    List<JsonText> policies = event.policiesTriggered();
    JsonText array = policies == null ? null : JsonWriter.array(policies);
    Unit.put(element, exact, "policies_triggered", array, longest);
    Target target = event.target();
    Unit.put(own, exact, "target", target == null ? null : target.json(), longest);
    Unit.put(own, exact, "ext", event.ext(), longest);
    Fields.putUnlessEmpty(own, EXACT, exact);
    return new GuardrailDocument(element, own);
  }

  GuardrailEvent read() {
    BsonDocument exact = Fields.doc(own, EXACT);
    BsonValue id = element.get("message_id");
    JsonText policies = Unit.read(element, exact, "policies_triggered");
    JsonText target = Unit.read(own, exact, "target");
    return new GuardrailEvent(
        string(exact, "agent_id"),
        string(exact, "action"),
        id == null || id.isNull() ? null : Long.valueOf(id.asNumber().longValue()),
        target == null ? null : Target.read(target),
        Unit.readString(element, exact, "stop_reason"),
        elements(policies),
        Unit.read(own, exact, "ext"),
        Fields.requiredTime(element, "timestamp"));
  }

  private String string(BsonDocument exact, String name) {
    return Objects.requireNonNull(Unit.readString(element, exact, name), name);
  }

  private static @Nullable List<JsonText> elements(@Nullable JsonText array) {
    return array == null ? null : List.copyOf(array.elements());
  }
}
