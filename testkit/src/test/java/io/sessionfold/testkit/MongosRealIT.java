package io.sessionfold.testkit;

class MongosRealIT extends MongosContract {
  MongosRealIT() {
    super(MongoBackend.REAL);
  }
}
