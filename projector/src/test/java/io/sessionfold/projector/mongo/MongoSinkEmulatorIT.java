package io.sessionfold.projector.mongo;

import io.sessionfold.testkit.MongoBackend;

/** The contract on the emulator. */
class MongoSinkEmulatorIT extends MongoSinkContract {
  MongoSinkEmulatorIT() {
    super(MongoBackend.EMULATOR);
  }
}
