package io.sessionfold.document;

import static io.sessionfold.document.Fields.AGENTS;
import static io.sessionfold.document.Fields.CREATED_AT;
import static io.sessionfold.document.Fields.EXACT;
import static io.sessionfold.document.Fields.FEEDBACKS;
import static io.sessionfold.document.Fields.GUARDRAIL_EVENTS;
import static io.sessionfold.document.Fields.MESSAGES;
import static io.sessionfold.document.Fields.METADATA;
import static io.sessionfold.document.Fields.ORDER;
import static io.sessionfold.document.Fields.OWN;
import static io.sessionfold.document.Fields.PAGE;
import static io.sessionfold.document.Fields.REVISION;
import static io.sessionfold.document.Fields.UPDATED_AT;
import static io.sessionfold.document.Fields.USAGE;

import io.sessionfold.bson.FieldNames;
import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import io.sessionfold.session.Agent;
import io.sessionfold.session.Feedback;
import io.sessionfold.session.GuardrailEvent;
import io.sessionfold.session.Message;
import io.sessionfold.session.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * The document of a session. Reading what was written gives an equal session, every text as it was
 * published; messages before the open page are on pages ({@link PageDocument}).
 */
public final class SessionDocument {
  private static final String APPLICATION = "application_name";
  private static final String SESSION_TYPE = "session_type";
  private static final String CLOSED_AT = "closed_at";
  private static final String DELETED_AT = "deleted_at";

  /**
   * The version of what folds and documents make of a journal. Raised, beside {@code
   * sessionfold.v}, where a release makes something else of the same changes: a generation that was
   * begun with one version is not continued with another, but rebuilt.
   */
  public static final int FOLD = 1;

  private SessionDocument() {}

  /**
   * The whole document, with as much of it readable as fits; empty if it does not fit even as text.
   * Of the messages it holds those on the page of the last one.
   */
  public static Optional<BsonDocument> write(Session session) {
    if (session.deletedAt() != null) {
      return Optional.of(tombstone(session.key(), session.revision(), session.deletedAt()));
    }
    return Fitting.fit(longest -> write(session, longest));
  }

  /** What is left of a deleted session. */
  public static BsonDocument tombstone(SessionKey key, long revision, Instant deletedAt) {
    BsonDocument own = own(key, revision, 0).append(DELETED_AT, Fields.date(deletedAt));
    return ids(key).append(OWN, own);
  }

  private static BsonDocument write(Session s, int longest) {
    long page = openPage(s);
    BsonDocument own = own(s.key(), s.revision(), page);
    BsonDocument exact = new BsonDocument();
    BsonDocument doc = ids(s.key());
    Unit.of(Objects.requireNonNullElse(s.sessionType(), Session.DEFAULT_TYPE))
        .put(doc, new BsonDocument(), SESSION_TYPE);
    Unit.put(doc, exact, APPLICATION, s.application());
    Fields.put(doc, CREATED_AT, s.createdAt());
    Fields.put(doc, UPDATED_AT, s.updatedAt());
    Unit.put(own, exact, SESSION_TYPE, s.sessionType());
    Unit.put(own, exact, "user", s.user());
    Unit.put(own, exact, "title", s.title());
    Fields.put(own, CLOSED_AT, s.closedAt());
    own.put(USAGE, UsageDocument.write(s.usage()));
    writeMetadata(s, doc, own, exact, longest);
    writeLists(s, doc, own, longest);
    writeAgents(s, page, doc, own, exact, longest);
    Fields.putUnlessEmpty(own, EXACT, exact);
    return doc.append(OWN, own);
  }

  private static long openPage(Session s) {
    return s.messages().isEmpty() ? 0 : s.messages().get(s.messages().size() - 1).page();
  }

  private static BsonDocument ids(SessionKey key) {
    String id = DocumentIds.of(key);
    return new BsonDocument("_id", new BsonString(id)).append("session_id", new BsonString(id));
  }

  private static BsonDocument own(SessionKey key, long revision, long page) {
    return new BsonDocument("v", new BsonInt32(Fields.VERSION))
        .append("tenant", new BsonString(key.tenant()))
        .append(REVISION, new BsonInt64(revision))
        .append(PAGE, new BsonInt64(page));
  }

  private static void writeMetadata(
      Session s, BsonDocument doc, BsonDocument own, BsonDocument exact, int longest) {
    BsonDocument values = new BsonDocument();
    BsonDocument order = new BsonDocument();
    BsonDocument exacts = new BsonDocument();
    s.metadata()
        .forEach(
            (key, value) -> {
              String field = FieldNames.encode(key);
              order.put(field, new BsonInt64(order.size()));
              Unit.put(values, exacts, field, value, longest);
            });
    doc.put(METADATA, values);
    own.put(METADATA, order);
    Fields.putUnlessEmpty(exact, METADATA, exacts);
  }

  private static void writeLists(Session s, BsonDocument doc, BsonDocument own, int longest) {
    BsonArray elements = new BsonArray();
    BsonArray owns = new BsonArray();
    for (Feedback feedback : s.feedbacks()) {
      FeedbackDocument pair = FeedbackDocument.of(feedback, longest);
      elements.add(pair.element());
      owns.add(pair.own());
    }
    doc.put(FEEDBACKS, elements);
    own.put(FEEDBACKS, owns);
    elements = new BsonArray();
    owns = new BsonArray();
    for (GuardrailEvent event : s.guardrailEvents()) {
      GuardrailDocument pair = GuardrailDocument.of(event, longest);
      elements.add(pair.element());
      owns.add(pair.own());
    }
    doc.put(GUARDRAIL_EVENTS, elements);
    own.put(GUARDRAIL_EVENTS, owns);
  }

  private static void writeAgents(
      Session s, long page, BsonDocument doc, BsonDocument own, BsonDocument exact, int longest) {
    List<StoredMessage> tail =
        s.messages().stream()
            .filter(m -> m.page() == page)
            .map(m -> StoredMessage.of(m, longest))
            .toList();
    MessageArrays arrays = MessageArrays.of(tail);
    BsonDocument values = new BsonDocument();
    BsonDocument owns = new BsonDocument();
    BsonDocument exacts = new BsonDocument();
    for (Agent agent : s.agents().values()) {
      String field = FieldNames.encode(agent.name());
      BsonDocument exactData = new BsonDocument();
      values.put(field, AgentDocument.value(agent, arrays.of(field), exactData, longest));
      owns.put(field, AgentDocument.own(agent, owns.size(), 0));
      Fields.putUnlessEmpty(exacts, field, exactData);
    }
    doc.put(AGENTS, values);
    own.put(AGENTS, owns);
    own.put(MESSAGES, arrays.facts());
    Fields.putUnlessEmpty(exact, AGENTS, exacts);
  }

  /** The fence of a session document or of a page. */
  public static long revision(BsonDocument document) {
    return Fields.integerOrZero(Fields.doc(document, OWN), REVISION);
  }

  /** The number of the open page of a session document, or of a page. */
  public static long page(BsonDocument document) {
    return Fields.integerOrZero(Fields.doc(document, OWN), PAGE);
  }

  /** Whether a document of either collection is a tombstone. */
  public static boolean deleted(BsonDocument document) {
    return Fields.doc(document, OWN).containsKey(DELETED_AT);
  }

  /**
   * Reads a session document. Fields that a projection left out read as empty, or absent.
   *
   * @throws RuntimeException if it is not one of ours
   */
  public static StoredSession read(BsonDocument document) {
    BsonDocument own = Fields.doc(document, OWN);
    BsonDocument exact = Fields.doc(own, EXACT);
    long page = Fields.integerOrZero(own, PAGE);
    List<Message> tail = MessageArrays.read(document).stream().map(m -> m.message(page)).toList();
    return new StoredSession(
        new Session(
            DocumentIds.key(document.getString("_id").getValue()),
            Fields.integerOrZero(own, REVISION),
            Unit.readString(own, exact, "user"),
            Unit.readString(document, exact, APPLICATION),
            Unit.readString(own, exact, SESSION_TYPE),
            Unit.readString(own, exact, "title"),
            Fields.time(document, CREATED_AT),
            Fields.time(document, UPDATED_AT),
            Fields.time(own, CLOSED_AT),
            Fields.time(own, DELETED_AT),
            readMetadata(document, own, exact),
            readAgents(document, own, exact),
            tail,
            readFeedbacks(document, own),
            readGuardrails(document, own),
            UsageDocument.read(Fields.doc(own, USAGE))),
        page);
  }

  private static Map<String, JsonText> readMetadata(
      BsonDocument document, BsonDocument own, BsonDocument exact) {
    BsonDocument values = Fields.doc(document, METADATA);
    BsonDocument exacts = Fields.doc(exact, METADATA);
    Map<String, JsonText> metadata = new LinkedHashMap<>();
    for (String field : Order.sorted(Fields.doc(own, METADATA), BsonValue::asNumber)) {
      BsonValue value = values.get(field);
      if (value != null) {
        metadata.put(FieldNames.decode(field), Unit.read(value, exacts.get(field)));
      }
    }
    return metadata;
  }

  private static Map<String, Agent> readAgents(
      BsonDocument document, BsonDocument own, BsonDocument exact) {
    BsonDocument values = Fields.doc(document, AGENTS);
    BsonDocument owns = Fields.doc(own, AGENTS);
    BsonDocument exacts = Fields.doc(exact, AGENTS);
    Map<String, Agent> agents = new LinkedHashMap<>();
    for (String field : Order.sorted(owns, agent -> agent.asDocument().getNumber(ORDER))) {
      BsonValue value = values.get(field);
      if (value != null) {
        Agent agent =
            AgentDocument.read(
                field, value.asDocument(), owns.getDocument(field), Fields.doc(exacts, field));
        agents.put(agent.name(), agent);
      }
    }
    return agents;
  }

  private static List<Feedback> readFeedbacks(BsonDocument document, BsonDocument own) {
    Iterator<BsonValue> owns = Fields.array(own, FEEDBACKS).iterator();
    List<Feedback> feedbacks = new ArrayList<>();
    for (BsonValue element : Fields.array(document, FEEDBACKS)) {
      feedbacks.add(new FeedbackDocument(element.asDocument(), owns.next().asDocument()).read());
    }
    return feedbacks;
  }

  private static List<GuardrailEvent> readGuardrails(BsonDocument document, BsonDocument own) {
    Iterator<BsonValue> owns = Fields.array(own, GUARDRAIL_EVENTS).iterator();
    List<GuardrailEvent> events = new ArrayList<>();
    for (BsonValue element : Fields.array(document, GUARDRAIL_EVENTS)) {
      events.add(new GuardrailDocument(element.asDocument(), owns.next().asDocument()).read());
    }
    return events;
  }
}
