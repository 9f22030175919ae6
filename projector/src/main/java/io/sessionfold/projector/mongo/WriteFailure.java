package io.sessionfold.projector.mongo;

import com.mongodb.MongoException;
import com.mongodb.bulk.BulkWriteError;
import io.sessionfold.projector.store.MongoFailure;
import io.sessionfold.projector.store.MongoFailures;

/**
 * Why an operation of a bulk was not done.
 *
 * @param code of the server; 0 if the driver did not even send it
 * @param name of the code or the exception, and never a message, which may hold content
 */
record WriteFailure(MongoFailure kind, int code, String name) {
  /** Of one operation, that the server answered. */
  static WriteFailure of(BulkWriteError error) {
    return new WriteFailure(
        MongoFailures.ofCode(error.getCode()), error.getCode(), "error " + error.getCode());
  }

  /** Of a whole call. */
  static WriteFailure of(RuntimeException e) {
    int code = e instanceof MongoException mongo ? Math.max(mongo.getCode(), 0) : 0;
    return new WriteFailure(MongoFailures.of(e), code, MongoFailures.name(e));
  }

  /** Whether the server refused, and not the codecs of the driver. */
  boolean isRefusalOfServer() {
    return kind == MongoFailure.REFUSED && code > 0;
  }
}
