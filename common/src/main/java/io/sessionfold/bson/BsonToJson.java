package io.sessionfold.bson;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import org.bson.BsonDocument;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonValue;

/** Writes BSON as compact JSON, from a tree or from bytes. */
final class BsonToJson {
  private static final int CAPACITY = 512;

  private final BsonReader reader;
  private final StringBuilder out = new StringBuilder(CAPACITY);

  private BsonToJson(BsonReader reader) {
    this.reader = reader;
  }

  static JsonText text(BsonValue value) {
    boolean document = value.isDocument();
    BsonDocument read = document ? value.asDocument() : new BsonDocument("", value);
    try (BsonReader reader = read.asBsonReader()) {
      BsonToJson json = new BsonToJson(reader);
      if (document) {
        json.object();
      } else {
        reader.readStartDocument();
        BsonType type = reader.readBsonType();
        reader.skipName();
        json.value(type);
      }
      return JsonText.trusted(json.out.toString());
    }
  }

  private void object() {
    reader.readStartDocument();
    out.append('{');
    boolean first = true;
    for (BsonType type = next(); type != BsonType.END_OF_DOCUMENT; type = next()) {
      if (!first) {
        out.append(',');
      }
      first = false;
      JsonWriter.quote(out, reader.readName());
      out.append(':');
      value(type);
    }
    reader.readEndDocument();
    out.append('}');
  }

  private void array() {
    reader.readStartArray();
    out.append('[');
    boolean first = true;
    for (BsonType type = next(); type != BsonType.END_OF_DOCUMENT; type = next()) {
      if (!first) {
        out.append(',');
      }
      first = false;
      value(type);
    }
    reader.readEndArray();
    out.append(']');
  }

  private BsonType next() {
    return reader.readBsonType();
  }

  private void value(BsonType type) {
    switch (type) {
      case DOCUMENT -> object();
      case ARRAY -> array();
      case STRING -> JsonWriter.quote(out, reader.readString());
      case INT32 -> out.append(reader.readInt32());
      case INT64 -> out.append(reader.readInt64());
      case DOUBLE -> out.append(finite(reader.readDouble()));
      case BOOLEAN -> out.append(reader.readBoolean());
      case NULL -> {
        reader.readNull();
        out.append("null");
      }
      default -> throw new IllegalArgumentException("JSON has no " + type);
    }
  }

  private static String finite(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("JSON has no number that is not finite");
    }
    return DoubleText.of(value);
  }
}
