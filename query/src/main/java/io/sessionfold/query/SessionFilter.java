package io.sessionfold.query;

import io.sessionfold.bson.ReadableBson;
import io.sessionfold.document.SummaryDocument;
import io.sessionfold.json.JsonText;
import io.sessionfold.query.SessionQuery.Order;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * A query of sessions as a filter and an order for the server, pure. The server compares nearest
 * readable values and looks into arrays; {@link #matches} is exact.
 */
record SessionFilter(SessionQuery query) {
  /** Before every event; tombstones, which have no time at all, do not pass it. */
  private static final Instant BEGINNING = Instant.parse("0000-01-01T00:00:00Z");

  /** The field that pages are sorted by. */
  String timeField() {
    return query.order() == Order.CREATED ? SummaryDocument.CREATED_AT : SummaryDocument.UPDATED_AT;
  }

  BsonDocument sort() {
    BsonInt32 direction = new BsonInt32(query.newestFirst() ? -1 : 1);
    return new BsonDocument(timeField(), direction).append("_id", direction);
  }

  /** The conditions, from {@code cursor} on. */
  BsonDocument filter(@Nullable SessionCursor cursor) {
    BsonArray all = new BsonArray();
    all.add(is(SummaryDocument.TENANT, JsonText.of(query.tenant())));
    if (query.user() != null) {
      all.add(is(SummaryDocument.USER, JsonText.of(query.user())));
    }
    if (query.application() != null) {
      all.add(is(SummaryDocument.APPLICATION, JsonText.of(query.application())));
    }
    query.metadata().forEach((key, value) -> all.add(is(SummaryDocument.metadata(key), value)));
    all.add(range(SummaryDocument.CREATED_AT, query.created()));
    all.add(range(SummaryDocument.UPDATED_AT, query.updated()));
    if (cursor != null) {
      addCursor(all, cursor);
    }
    return new BsonDocument("$and", all);
  }

  private void addCursor(BsonArray all, SessionCursor cursor) {
    String beyond = query.newestFirst() ? "$lt" : "$gt";
    BsonDateTime time = new BsonDateTime(cursor.time().toEpochMilli());
    // The first one says nothing new, and lets the server begin in the middle of the index.
    all.add(compare(timeField(), beyond + "e", time));
    BsonArray either = new BsonArray();
    either.add(compare(timeField(), beyond, time));
    either.add(
        new BsonDocument(timeField(), time)
            .append("_id", new BsonDocument(beyond, new BsonString(cursor.id()))));
    all.add(new BsonDocument("$or", either));
  }

  private static BsonDocument is(String field, JsonText value) {
    return new BsonDocument(field, new BsonDocument("$eq", ReadableBson.of(value).value()));
  }

  private static BsonDocument compare(String field, String operator, BsonDateTime time) {
    return new BsonDocument(field, new BsonDocument(operator, time));
  }

  private static BsonDocument range(String field, TimeRange range) {
    Instant from = range.from() == null ? BEGINNING : range.from();
    BsonDocument bounds = new BsonDocument("$gte", new BsonDateTime(from.toEpochMilli()));
    if (range.before() != null) {
      bounds.append("$lt", new BsonDateTime(range.before().toEpochMilli()));
    }
    return new BsonDocument(field, bounds);
  }

  /** Whether a session that the server found is really one that the query asks for. */
  boolean matches(SessionSummary session) {
    return (query.user() == null || query.user().equals(session.user()))
        && (query.application() == null || query.application().equals(session.application()))
        && query.metadata().entrySet().stream().allMatch(wanted -> matches(session, wanted));
  }

  private static boolean matches(SessionSummary session, Map.Entry<String, JsonText> wanted) {
    JsonText value = session.metadata().get(wanted.getKey());
    return value != null
        && value.kind() == wanted.getValue().kind()
        && switch (value.kind()) {
          case STRING -> value.string().equals(wanted.getValue().string());
          case NUMBER -> sameNumber(value.toString(), wanted.getValue().toString());
          case BOOLEAN, NULL -> value.equals(wanted.getValue());
          case OBJECT, ARRAY -> false;
        };
  }

  private static boolean sameNumber(String a, String b) {
    try {
      return new BigDecimal(a).compareTo(new BigDecimal(b)) == 0;
    } catch (ArithmeticException | NumberFormatException e) {
      // An exponent beyond those of BigDecimal is JSON all the same.
      return a.equals(b);
    }
  }
}
