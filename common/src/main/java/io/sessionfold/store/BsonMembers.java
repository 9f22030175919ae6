package io.sessionfold.store;

import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Members that may be absent. */
final class BsonMembers {
  private BsonMembers() {}

  static @Nullable String string(BsonDocument document, String name) {
    BsonValue value = document.get(name);
    return value == null ? null : value.asString().getValue();
  }

  static void putIfPresent(BsonDocument document, String name, @Nullable String value) {
    if (value != null) {
      document.put(name, new BsonString(value));
    }
  }
}
