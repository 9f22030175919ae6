package io.sessionfold.query;

import io.sessionfold.testkit.MongoBackend;

class KafkaReadsOnEmulatorIT extends KafkaReadsContract {
  KafkaReadsOnEmulatorIT() {
    super(MongoBackend.EMULATOR);
  }
}
