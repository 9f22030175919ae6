package io.sessionfold.projector.store;

import org.bson.BsonDocument;

/** What answers at a MongoDB address. */
public enum MongoServerKind {
  /** A replica set or a sharded cluster: a majority can acknowledge. */
  REPLICATED,
  /** One mongod on its own. */
  STANDALONE,
  /** The emulator in the JVM, for first runs and tests: it has no logical sessions. */
  EMULATOR;

  /**
   * Tells them apart.
   *
   * @param isMaster the answer to that command, the only form of {@code hello} that all three know
   * @param buildInfo the answer to that command
   */
  static MongoServerKind of(BsonDocument isMaster, BsonDocument buildInfo) {
    boolean mongos = isMaster.containsKey("msg");
    if (isMaster.containsKey("setName") || mongos) {
      return REPLICATED;
    }
    boolean sessions = isMaster.containsKey("logicalSessionTimeoutMinutes");
    return sessions || buildInfo.containsKey("gitVersion") ? STANDALONE : EMULATOR;
  }
}
