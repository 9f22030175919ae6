package io.sessionfold.projector.mongo;

import io.sessionfold.testkit.MongoBackend;

class MongoRacesEmulatorIT extends MongoRacesContract {
  MongoRacesEmulatorIT() {
    super(MongoBackend.EMULATOR);
  }
}
