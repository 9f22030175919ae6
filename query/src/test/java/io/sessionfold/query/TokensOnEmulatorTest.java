package io.sessionfold.query;

import io.sessionfold.testkit.MongoBackend;

class TokensOnEmulatorTest extends TokenContract {
  TokensOnEmulatorTest() {
    super(MongoBackend.EMULATOR);
  }
}
