package io.sessionfold.query;

import io.sessionfold.testkit.MongoBackend;

class ReadingOnRealTest extends ReadingContract {
  ReadingOnRealTest() {
    super(MongoBackend.REAL);
  }
}
