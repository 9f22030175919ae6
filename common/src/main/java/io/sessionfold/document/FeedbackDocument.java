package io.sessionfold.document;

import static io.sessionfold.document.Fields.CREATED_AT;
import static io.sessionfold.document.Fields.RAW;

import io.sessionfold.json.JsonText;
import io.sessionfold.session.Feedback;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * A feedback as the two elements that hold it.
 *
 * @param element of {@code feedbacks}: the published members, and when
 * @param own of {@code sessionfold.feedbacks}: the exact text where the element does not give it
 */
record FeedbackDocument(BsonDocument element, BsonDocument own) {
  static FeedbackDocument of(Feedback feedback, int longest) {
    Unit unit = Unit.of(feedback.data(), longest);
    BsonDocument element = new BsonDocument();
    unit.value().asDocument().forEach(element::put);
    BsonDocument own = new BsonDocument();
    if (unit.exact() != null || element.containsKey(CREATED_AT)) {
      own.put(RAW, new BsonString(feedback.data().toString()));
    }
    element.put(CREATED_AT, Fields.date(feedback.createdAt()));
    return new FeedbackDocument(element, own);
  }

  Feedback read() {
    BsonDocument data = new BsonDocument();
    element.forEach(data::put);
    data.remove(CREATED_AT);
    JsonText text = Unit.read(data, own.get(RAW));
    return new Feedback(text, Fields.requiredTime(element, CREATED_AT));
  }
}
