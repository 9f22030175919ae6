package io.sessionfold.document;

import java.time.Instant;
import java.util.Objects;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Names that several documents share, and typed access to fields that may be absent. */
final class Fields {
  static final int VERSION = 1;

  /** The sub-document of our own facts. */
  static final String OWN = "sessionfold";

  static final String AGENTS = "agents";
  static final String AGENT_DATA = "agent_data";
  static final String CREATED_AT = "created_at";
  static final String EXACT = "exact";
  static final String FEEDBACKS = "feedbacks";
  static final String GUARDRAIL_EVENTS = "guardrail_events";
  static final String MESSAGES = "messages";
  static final String METADATA = "metadata";
  static final String MODELS = "models";
  static final String ORDER = "order";
  static final String PAGE = "page";
  static final String PARTS = "parts";
  static final String RAW = "raw";
  static final String REVISION = "revision";
  static final String UPDATED_AT = "updated_at";
  static final String USAGE = "usage";

  private Fields() {}

  static BsonDateTime date(Instant time) {
    return new BsonDateTime(time.toEpochMilli());
  }

  static void put(BsonDocument doc, String name, @Nullable Instant time) {
    if (time != null) {
      doc.put(name, date(time));
    }
  }

  static void put(BsonDocument doc, String name, @Nullable Long value) {
    if (value != null) {
      doc.put(name, new BsonInt64(value));
    }
  }

  static void putUnlessEmpty(BsonDocument doc, String name, BsonDocument value) {
    if (!value.isEmpty()) {
      doc.put(name, value);
    }
  }

  static @Nullable Instant time(BsonDocument doc, String name) {
    BsonValue value = doc.get(name);
    return value == null ? null : Instant.ofEpochMilli(value.asDateTime().getValue());
  }

  static Instant requiredTime(BsonDocument doc, String name) {
    return Objects.requireNonNull(time(doc, name), name);
  }

  static @Nullable Long integer(BsonDocument doc, String name) {
    BsonValue value = doc.get(name);
    return value == null ? null : Long.valueOf(value.asNumber().longValue());
  }

  static long integerOrZero(BsonDocument doc, String name) {
    BsonValue value = doc.get(name);
    return value == null ? 0 : value.asNumber().longValue();
  }

  static @Nullable String text(@Nullable BsonValue value) {
    return value == null ? null : value.asString().getValue();
  }

  /** A sub-document; an absent one reads as empty. */
  static BsonDocument doc(BsonDocument doc, String name) {
    BsonValue value = doc.get(name);
    return value == null ? new BsonDocument() : value.asDocument();
  }

  /** An array; an absent one reads as empty. */
  static BsonArray array(BsonDocument doc, String name) {
    BsonValue value = doc.get(name);
    return value == null ? new BsonArray() : value.asArray();
  }

  static BsonDocument with(String name, BsonValue value) {
    return new BsonDocument(name, value);
  }

  static BsonString string(String value) {
    return new BsonString(value);
  }
}
