package io.sessionfold.bson;

import io.sessionfold.json.Utf8;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/** Measures BSON trees without encoding them; a raw document knows its size. */
final class BsonSize {
  private BsonSize() {}

  static int of(BsonValue value) {
    return switch (value.getBsonType()) {
      case DOCUMENT -> of(value.asDocument());
      case ARRAY -> of(value.asArray());
      case STRING -> 5 + Utf8.length(value.asString().getValue());
      case SYMBOL, JAVASCRIPT, JAVASCRIPT_WITH_SCOPE, REGULAR_EXPRESSION, DB_POINTER ->
          throw unsupported(value);
      case INT32 -> 4;
      case INT64, DOUBLE, DATE_TIME, TIMESTAMP -> 8;
      case DECIMAL128 -> 16;
      case OBJECT_ID -> 12;
      case BINARY -> 5 + value.asBinary().getData().length;
      case BOOLEAN -> 1;
      case NULL, UNDEFINED, MIN_KEY, MAX_KEY, END_OF_DOCUMENT -> 0;
    };
  }

  private static int of(BsonDocument document) {
    if (document instanceof RawBsonDocument raw) {
      return raw.getByteBuffer().remaining();
    }
    int size = 5;
    for (Map.Entry<String, BsonValue> element : document.entrySet()) {
      size += 2 + Utf8.length(element.getKey()) + of(element.getValue());
    }
    return size;
  }

  private static int of(BsonArray array) {
    int size = 5;
    int index = 0;
    int digits = 1;
    int power = 10;
    for (BsonValue element : array) {
      if (index++ == power) {
        digits++;
        power *= 10;
      }
      size += 2 + digits + of(element);
    }
    return size;
  }

  private static IllegalArgumentException unsupported(BsonValue value) {
    return new IllegalArgumentException("nothing of ours writes " + value.getBsonType());
  }
}
