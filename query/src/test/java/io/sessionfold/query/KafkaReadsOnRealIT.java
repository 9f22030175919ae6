package io.sessionfold.query;

import io.sessionfold.testkit.MongoBackend;

class KafkaReadsOnRealIT extends KafkaReadsContract {
  KafkaReadsOnRealIT() {
    super(MongoBackend.REAL);
  }
}
