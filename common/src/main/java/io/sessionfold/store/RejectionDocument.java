package io.sessionfold.store;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.journal.EventRef;
import io.sessionfold.journal.Reason;
import io.sessionfold.journal.RejectionCode;
import java.time.Instant;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A rejected record in the collection {@link StoreNames#rejections}: where it is and why it was
 * rejected, and nothing of its content. Its {@code _id} is the record's place in the event log, so
 * writing it again changes nothing.
 *
 * @param session the session, where the record named one; its tenant is a field of its own
 * @param eventId CloudEvents id, where there is one
 * @param source CloudEvents source, where there is one
 */
public record RejectionDocument(
    String topic,
    int partition,
    long offset,
    @Nullable SessionKey session,
    @Nullable String eventId,
    @Nullable String source,
    List<Reason> reasons,
    Instant recordedAt) {
  /** Copies the list. */
  public RejectionDocument {
    reasons = List.copyOf(reasons);
  }

  /** The rejection as the journal has it. */
  public static RejectionDocument of(Rejected change) {
    EventRef event = change.event();
    return new RejectionDocument(
        event.topic(),
        event.partition(),
        event.offset(),
        change.session(),
        event.id(),
        event.source(),
        change.reasons(),
        event.recordedAt());
  }

  /** The {@code _id}; its member order is part of the format. */
  public static BsonDocument id(String topic, int partition, long offset) {
    return new BsonDocument("topic", new BsonString(topic))
        .append("partition", new BsonInt32(partition))
        .append("offset", new BsonInt64(offset));
  }

  /** The {@code _id} of this one. */
  public BsonDocument id() {
    return id(topic, partition, offset);
  }

  /** The whole document. */
  public BsonDocument toBson() {
    BsonDocument document = new BsonDocument("_id", id());
    if (session != null) {
      document.append("session", new BsonString(session.toString()));
      document.append("tenant", new BsonString(session.tenant()));
    }
    BsonDocument event = new BsonDocument();
    BsonMembers.putIfPresent(event, "id", eventId);
    BsonMembers.putIfPresent(event, "source", source);
    if (!event.isEmpty()) {
      document.append("event", event);
    }
    BsonArray array = new BsonArray();
    reasons.forEach(reason -> array.add(write(reason)));
    return document
        .append("reasons", array)
        .append("recorded_at", new BsonDateTime(recordedAt.toEpochMilli()));
  }

  /** Reads a stored document. */
  public static RejectionDocument read(BsonDocument document) {
    BsonDocument id = document.getDocument("_id");
    String session = BsonMembers.string(document, "session");
    BsonDocument event = document.getDocument("event", new BsonDocument());
    return new RejectionDocument(
        id.getString("topic").getValue(),
        id.getNumber("partition").intValue(),
        id.getNumber("offset").longValue(),
        session == null ? null : SessionKey.parse(session).orElseThrow(),
        BsonMembers.string(event, "id"),
        BsonMembers.string(event, "source"),
        document.getArray("reasons").stream().map(RejectionDocument::readReason).toList(),
        Instant.ofEpochMilli(document.getDateTime("recorded_at").getValue()));
  }

  private static BsonDocument write(Reason reason) {
    return new BsonDocument("code", new BsonString(reason.code().wireName()))
        .append("pointer", new BsonString(reason.pointer()))
        .append("message", new BsonString(reason.message()));
  }

  private static Reason readReason(BsonValue value) {
    BsonDocument reason = value.asDocument();
    return new Reason(
        RejectionCode.named(reason.getString("code").getValue()),
        reason.getString("pointer").getValue(),
        reason.getString("message").getValue());
  }
}
