package io.sessionfold.projector.mongo;

import io.sessionfold.testkit.MongoBackend;

/** The contract on a real mongod. */
class MongoSinkRealIT extends MongoSinkContract {
  MongoSinkRealIT() {
    super(MongoBackend.REAL);
  }
}
