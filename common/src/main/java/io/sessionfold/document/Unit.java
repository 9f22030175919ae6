package io.sessionfold.document;

import io.sessionfold.bson.BsonReading;
import io.sessionfold.bson.ReadableBson;
import io.sessionfold.json.JsonText;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One verbatim value as it is stored.
 *
 * @param value in readable form, or the nearest to it
 * @param exact its text, where {@code value} does not write back to exactly that; it wins on
 *     reading
 */
record Unit(BsonValue value, @Nullable String exact) {
  /** The length limit that nothing passes. */
  static final int ANY_LENGTH = Integer.MAX_VALUE;

  static Unit of(JsonText json) {
    return of(json, ANY_LENGTH);
  }

  /** A unit that is longer than {@code longest} characters is stored as its text alone. */
  static Unit of(JsonText json, int longest) {
    if (json.toString().length() > longest) {
      return new Unit(stub(json), json.toString());
    }
    BsonReading reading = ReadableBson.of(json);
    return new Unit(reading.value(), reading.exact() ? null : json.toString());
  }

  /** A string of our own; only unpaired surrogates need an exact text. */
  static Unit of(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isSurrogate(value.charAt(i))) {
        return of(JsonText.of(value));
      }
    }
    return new Unit(new BsonString(value), null);
  }

  /** Puts the value into {@code doc} and the text, if there must be one, into {@code exacts}. */
  void put(BsonDocument doc, BsonDocument exacts, String name) {
    doc.put(name, value);
    if (exact != null) {
      exacts.put(name, new BsonString(exact));
    }
  }

  static void put(
      BsonDocument doc, BsonDocument exacts, String name, @Nullable JsonText json, int longest) {
    if (json != null) {
      of(json, longest).put(doc, exacts, name);
    }
  }

  static void put(BsonDocument doc, BsonDocument exacts, String name, @Nullable String value) {
    if (value != null) {
      of(value).put(doc, exacts, name);
    }
  }

  static @Nullable JsonText read(BsonDocument doc, BsonDocument exacts, String name) {
    BsonValue value = doc.get(name);
    return value == null ? null : read(value, exacts.get(name));
  }

  static JsonText read(BsonValue value, @Nullable BsonValue exact) {
    return exact == null ? ReadableBson.text(value) : JsonText.trusted(exact.asString().getValue());
  }

  static @Nullable String readString(BsonDocument doc, BsonDocument exacts, String name) {
    BsonValue exact = exacts.get(name);
    return exact == null
        ? Fields.text(doc.get(name))
        : JsonText.trusted(exact.asString().getValue()).string();
  }

  /** Something of the same kind that takes no room. */
  private static BsonValue stub(JsonText json) {
    return switch (json.kind()) {
      case OBJECT -> new BsonDocument();
      case ARRAY -> new BsonArray();
      case STRING -> new BsonString("");
      case NUMBER, BOOLEAN, NULL -> BsonNull.VALUE;
    };
  }
}
