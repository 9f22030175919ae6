package io.sessionfold.query;

import io.sessionfold.testkit.MongoBackend;

class TokensOnRealTest extends TokenContract {
  TokensOnRealTest() {
    super(MongoBackend.REAL);
  }
}
