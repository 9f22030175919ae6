package io.sessionfold.projector.mongo;

import io.sessionfold.testkit.MongoBackend;

class MongoRacesRealIT extends MongoRacesContract {
  MongoRacesRealIT() {
    super(MongoBackend.REAL);
  }
}
