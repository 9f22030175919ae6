package io.sessionfold.testkit;

class MongosEmulatorIT extends MongosContract {
  MongosEmulatorIT() {
    super(MongoBackend.EMULATOR);
  }
}
