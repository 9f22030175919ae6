package io.sessionfold.query;

import io.sessionfold.testkit.MongoBackend;
import io.sessionfold.testkit.Mongos;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a reader answers of a projection on one kind of MongoDB. */
abstract class ReaderContract {
  @RegisterExtension final Mongos mongo;

  Projection projection;
  SessionReader reader;

  ReaderContract(MongoBackend backend) {
    mongo = Mongos.on(backend);
  }

  /** The empty projection that each test begins with. */
  abstract Projection project();

  @BeforeEach
  void open() {
    projection = project();
    reader = SessionReaders.open(projection.settings());
  }

  @AfterEach
  void close() {
    reader.close();
    projection.close();
  }
}
