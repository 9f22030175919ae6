package io.sessionfold.query;

import io.sessionfold.testkit.MongoBackend;

class ListingOnEmulatorTest extends ListingContract {
  ListingOnEmulatorTest() {
    super(MongoBackend.EMULATOR);
  }
}
