package io.sessionfold.query;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Position;
import io.sessionfold.journal.Reason;
import io.sessionfold.store.QuarantineMark;
import io.sessionfold.store.RejectionDocument;
import io.sessionfold.store.StoreNames;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Whether a write that a projection has passed can be read at all. Sinks store rejections and marks
 * before the watermark that passes them, so it is asked after the wait.
 */
final class WriteVerdict {
  private final MongoStore store;
  private final Rejections rejections;

  WriteVerdict(MongoStore store, Rejections rejections) {
    this.store = store;
    this.rejections = rejections;
  }

  /** Events of other sessions at the same position do not bear on a read of this one. */
  void refuseRejected(int generation, SessionKey key, Position position) {
    for (RejectionDocument rejection : rejections.at(generation, position)) {
      if (key.equals(rejection.session())) {
        throw rejected(rejection);
      }
    }
  }

  private static EventRejectedException rejected(RejectionDocument rejection) {
    Position position = position(rejection);
    String reasons =
        rejection.reasons().stream().map(WriteVerdict::text).collect(Collectors.joining("; "));
    return new EventRejectedException(
        "the event at "
            + position
            + " of "
            + rejection.session()
            + " was rejected: "
            + reasons
            + ". Publish it again after fixing it; it is kept as a dead letter",
        position,
        rejection.reasons());
  }

  private static Position position(RejectionDocument rejection) {
    return IngressTopic.named(rejection.topic())
        .map(topic -> Position.of(topic, rejection.partition(), rejection.offset()))
        .orElse(Position.NONE);
  }

  private static String text(Reason reason) {
    String where = reason.pointer().isEmpty() ? "" : " at " + reason.pointer();
    return reason.code().wireName() + where + ": " + reason.message();
  }

  void refuseQuarantined(int generation, SessionKey key) {
    BsonDocument id = new BsonDocument("_id", QuarantineMark.id(generation, Watermarks.SINK, key));
    @Nullable BsonDocument found =
        store.call(
            "looking for a quarantine mark",
            () -> store.collection(StoreNames.QUARANTINE).find(id).first());
    if (found == null) {
      return;
    }
    QuarantineMark mark = QuarantineMark.read(found);
    throw new SessionQuarantinedException(
        "session "
            + key
            + " is quarantined since "
            + mark.since()
            + ": the mongo sink left out its revisions from "
            + mark.from()
            + " on ("
            + mark.message()
            + "). Release it after fixing that; a read that asks for no freshness shows what was"
            + " stored before");
  }
}
