package io.sessionfold.projector.mongo;

import io.sessionfold.sink.SessionSink;
import io.sessionfold.testkit.MongoBackend;
import java.util.List;

/** The contract when hardly anything may be read at a time: each round plans one session. */
class MongoSinkSmallReadsIT extends MongoSinkContract {
  MongoSinkSmallReadsIT() {
    super(MongoBackend.EMULATOR);
  }

  @Override
  protected SessionSink open() {
    return MongoSink.open(database(), GENERATION, List.of("plain", "a.b"), 1);
  }
}
