package io.sessionfold.projector.store;

import io.sessionfold.testkit.MongoBackend;
import io.sessionfold.testkit.Mongos;
import org.junit.jupiter.api.extension.RegisterExtension;

class MongodStoreIT extends MongoStoreContract {
  @RegisterExtension final Mongos mongo = Mongos.on(MongoBackend.REAL);

  @Override
  String uri() {
    return mongo.uri();
  }

  @Override
  MongoServerKind kind() {
    return MongoServerKind.REPLICATED;
  }

  @Override
  void stopServer() {}
}
