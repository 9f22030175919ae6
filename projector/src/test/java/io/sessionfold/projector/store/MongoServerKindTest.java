package io.sessionfold.projector.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class MongoServerKindTest {
  private static final BsonDocument MONGOD =
      BsonDocument.parse("{version: '8.0.0', gitVersion: 'x'}");
  private static final BsonDocument EMULATOR = BsonDocument.parse("{version: '5.0.0'}");

  @Test
  void a_set_name_or_a_router_is_replicated() {
    assertThat(kind("{setName: 'rs0', logicalSessionTimeoutMinutes: 30}", MONGOD))
        .isEqualTo(MongoServerKind.REPLICATED);
    assertThat(kind("{msg: 'isdbgrid', logicalSessionTimeoutMinutes: 30}", MONGOD))
        .isEqualTo(MongoServerKind.REPLICATED);
  }

  @Test
  void a_mongod_without_a_set_is_standalone() {
    assertThat(kind("{logicalSessionTimeoutMinutes: 30}", MONGOD))
        .isEqualTo(MongoServerKind.STANDALONE);
    assertThat(kind("{}", MONGOD)).isEqualTo(MongoServerKind.STANDALONE);
  }

  @Test
  void what_has_neither_sessions_nor_a_build_is_the_emulator() {
    assertThat(kind("{ismaster: true}", EMULATOR)).isEqualTo(MongoServerKind.EMULATOR);
  }

  private static MongoServerKind kind(String isMaster, BsonDocument buildInfo) {
    return MongoServerKind.of(BsonDocument.parse(isMaster), buildInfo);
  }
}
