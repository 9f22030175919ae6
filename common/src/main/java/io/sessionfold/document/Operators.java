package io.sessionfold.document;

import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** An update document in the making. */
final class Operators {
  private final BsonDocument document = new BsonDocument();

  void set(String path, BsonValue value) {
    operator("$set").put(path, value);
  }

  void unset(String path) {
    operator("$unset").put(path, Fields.string(""));
  }

  void min(String path, BsonValue value) {
    operator("$min").put(path, value);
  }

  void max(String path, BsonValue value) {
    operator("$max").put(path, value);
  }

  void inc(String path, BsonValue value) {
    operator("$inc").put(path, value);
  }

  /** Appends to an array; nothing if there is nothing to append. */
  void push(String path, BsonArray values) {
    if (!values.isEmpty()) {
      operator("$push").put(path, Fields.with("$each", values));
    }
  }

  BsonDocument document() {
    return document;
  }

  private BsonDocument operator(String name) {
    BsonValue operator = document.get(name);
    if (operator != null) {
      return operator.asDocument();
    }
    BsonDocument fields = new BsonDocument();
    document.put(name, fields);
    return fields;
  }
}
