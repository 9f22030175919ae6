package io.sessionfold.query;

import io.sessionfold.testkit.MongoBackend;

class ViewsOnEmulatorTest extends ViewsContract {
  ViewsOnEmulatorTest() {
    super(MongoBackend.EMULATOR);
  }
}
