package io.sessionfold.query;

import io.sessionfold.testkit.MongoBackend;

class ViewsOnRealTest extends ViewsContract {
  ViewsOnRealTest() {
    super(MongoBackend.REAL);
  }
}
