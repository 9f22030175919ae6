package io.sessionfold.query;

import io.sessionfold.testkit.MongoBackend;

class ReadingOnEmulatorTest extends ReadingContract {
  ReadingOnEmulatorTest() {
    super(MongoBackend.EMULATOR);
  }
}
