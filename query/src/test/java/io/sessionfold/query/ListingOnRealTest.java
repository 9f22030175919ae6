package io.sessionfold.query;

import io.sessionfold.testkit.MongoBackend;

class ListingOnRealTest extends ListingContract {
  ListingOnRealTest() {
    super(MongoBackend.REAL);
  }
}
