package io.sessionfold.document;

import static io.sessionfold.document.Fields.AGENTS;
import static io.sessionfold.document.Fields.MESSAGES;
import static io.sessionfold.document.Fields.OWN;

import io.sessionfold.bson.FieldNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * The messages of a session document or of a page, as arrays: the elements of each agent by the
 * agent's field name, and the facts of all in {@code seq} order.
 */
record MessageArrays(Map<String, BsonArray> elements, BsonArray facts) {
  static MessageArrays of(List<StoredMessage> messages) {
    Map<String, BsonArray> elements = new LinkedHashMap<>();
    Map<String, BsonArray> byName = new HashMap<>();
    BsonArray facts = new BsonArray();
    for (StoredMessage message : messages) {
      byName
          .computeIfAbsent(
              message.agent(),
              name -> elements.computeIfAbsent(FieldNames.encode(name), f -> new BsonArray()))
          .add(message.element());
      facts.add(message.facts());
    }
    return new MessageArrays(elements, facts);
  }

  /** The elements of an agent; none reads as empty. */
  BsonArray of(String field) {
    return elements.getOrDefault(field, new BsonArray());
  }

  /** Pairs the arrays of a document; both hold an agent's messages in the same order. */
  static List<StoredMessage> read(BsonDocument doc) {
    BsonDocument agents = Fields.doc(doc, AGENTS);
    Map<String, Iterator<BsonValue>> elements = new HashMap<>();
    List<StoredMessage> messages = new ArrayList<>();
    for (BsonValue value : Fields.array(Fields.doc(doc, OWN), MESSAGES)) {
      StoredMessage facts = new StoredMessage(new BsonDocument(), value.asDocument());
      Iterator<BsonValue> next =
          elements.computeIfAbsent(
              facts.agent(),
              name ->
                  Fields.array(Fields.doc(agents, FieldNames.encode(name)), MESSAGES).iterator());
      if (!next.hasNext()) {
        throw new IllegalArgumentException(
            "message " + facts.seq() + " has no element; documents are read-only for others");
      }
      messages.add(new StoredMessage(next.next().asDocument(), facts.facts()));
    }
    return messages;
  }
}
