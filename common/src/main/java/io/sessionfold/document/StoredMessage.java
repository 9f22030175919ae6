package io.sessionfold.document;

import static io.sessionfold.document.Fields.CREATED_AT;
import static io.sessionfold.document.Fields.EXACT;
import static io.sessionfold.document.Fields.RAW;
import static io.sessionfold.document.Fields.UPDATED_AT;

import io.sessionfold.bson.ReadableBson;
import io.sessionfold.event.MessageFormat;
import io.sessionfold.json.JsonText;
import io.sessionfold.session.Message;
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * One message as the two elements that hold it. They are kept as they were read, so that a message
 * moves from the session document to a page without being decoded.
 *
 * @param element of {@code agents.<agent>.messages}: what the mongodb-session-manager knows, and
 *     nothing else
 * @param facts of {@code sessionfold.messages}: everything else
 */
public record StoredMessage(BsonDocument element, BsonDocument facts) {
  private static final String MESSAGE = "message";
  private static final String MESSAGE_ID = "message_id";
  private static final String REDACT_MESSAGE = "redact_message";
  private static final String EVENT_LOOP_METRICS = "event_loop_metrics";

  /** The elements of a message. */
  public static StoredMessage of(Message message) {
    return of(message, Unit.ANY_LENGTH);
  }

  /** The elements of a message, its units of more than {@code longest} characters as text alone. */
  static StoredMessage of(Message m, int longest) {
    BsonDocument element = new BsonDocument();
    BsonDocument facts = new BsonDocument();
    BsonDocument exact = new BsonDocument();
    putMessage(element, facts, m.message(), longest);
    element.put(MESSAGE_ID, new BsonInt64(m.index()));
    element.put(CREATED_AT, Fields.date(m.createdAt()));
    element.put(UPDATED_AT, Fields.date(m.updatedAt()));
    Unit.put(element, exact, REDACT_MESSAGE, m.redactMessage(), longest);
    Unit.put(element, exact, EVENT_LOOP_METRICS, m.eventLoopMetrics(), longest);

    facts.put("seq", new BsonInt64(m.seq()));
    Unit.put(facts, exact, "agent", m.agent());
    facts.put("index", new BsonInt64(m.index()));
    Unit.put(facts, exact, "event_id", m.eventId());
    Unit.put(facts, exact, "source", m.source());
    facts.put("time", Fields.date(m.time()));
    facts.put("format", new BsonString(m.format().wireName()));
    Unit.put(facts, exact, "turn", m.turn());
    Unit.put(facts, exact, "model", m.model());
    Unit.put(facts, exact, "finish_reason", m.finishReason());
    UsageDocument.put(facts, m.usage(), m.metrics());
    Unit.put(facts, exact, "redaction", m.redaction(), longest);
    Unit.put(facts, exact, "ext", m.ext(), longest);
    Fields.putUnlessEmpty(facts, EXACT, exact);
    return new StoredMessage(element, facts);
  }

  private static void putMessage(
      BsonDocument element, BsonDocument facts, JsonText message, int longest) {
    Unit unit = Unit.of(message, longest);
    element.put(MESSAGE, unit.value());
    if (unit.exact() == null) {
      return;
    }
    facts.put(RAW, new BsonString(unit.exact()));
    boolean alone = message.toString().length() > longest;
    JsonText role =
        alone && message.kind() == JsonText.Kind.OBJECT ? message.members().get("role") : null;
    if (role != null && role.toString().length() <= longest) {
      // Foreign readers cannot build a message without a role.
      element.put(MESSAGE, Fields.with("role", ReadableBson.of(role).value()));
    }
  }

  /** The message; {@code page} is where the elements stood. */
  public Message message(long page) {
    BsonDocument exact = Fields.doc(facts, EXACT);
    return new Message(
        seq(),
        agent(),
        index(),
        page,
        string(exact, "event_id"),
        string(exact, "source"),
        Fields.requiredTime(facts, "time"),
        Fields.requiredTime(element, CREATED_AT),
        Fields.requiredTime(element, UPDATED_AT),
        MessageFormat.named(string(exact, "format")),
        Unit.read(required(element, MESSAGE), facts.get(RAW)),
        Unit.read(element, exact, REDACT_MESSAGE),
        Unit.read(facts, exact, "redaction"),
        Unit.read(element, exact, EVENT_LOOP_METRICS),
        Unit.readString(facts, exact, "turn"),
        Unit.readString(facts, exact, "model"),
        Unit.readString(facts, exact, "finish_reason"),
        UsageDocument.usage(facts),
        UsageDocument.metrics(facts),
        Unit.read(facts, exact, "ext"));
  }

  /** The message's number in the session. */
  public long seq() {
    return required(facts, "seq").asNumber().longValue();
  }

  /** The agent that it belongs to. */
  public String agent() {
    return string(Fields.doc(facts, EXACT), "agent");
  }

  /** Its number among the agent's messages. */
  public long index() {
    return required(facts, "index").asNumber().longValue();
  }

  private String string(BsonDocument exact, String name) {
    return Objects.requireNonNull(Unit.readString(facts, exact, name), name);
  }

  private static BsonValue required(BsonDocument doc, String name) {
    return Objects.requireNonNull(doc.get(name), name);
  }
}
