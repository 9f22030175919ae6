package io.sessionfold.store;

import io.sessionfold.event.SessionKey;
import io.sessionfold.sink.WriteResult;
import java.time.Instant;
import java.util.Locale;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;

/**
 * A session that a sink leaves out, in the collection {@link StoreNames#QUARANTINE}. It is stored
 * before the offsets that pass it, so that the sink's projection is never taken for whole.
 *
 * <p>What was left out is told by revisions, which have no holes. So marking twice, after a crash
 * or by two writers, counts nothing twice.
 *
 * @param partition the journal partition of the session
 * @param offset the journal offset of the first change that was left out
 * @param from the revision of that change
 * @param to the revision of the last change known to be left out
 * @param kind why the store could not take it
 * @param message what, and how to fix it
 * @param since when the first mark was set; milliseconds
 */
public record QuarantineMark(
    int generation,
    String sink,
    SessionKey session,
    int partition,
    long offset,
    long from,
    long to,
    WriteResult.Kind kind,
    String message,
    Instant since) {
  /** How many changes were left out. */
  public long left() {
    return to - from + 1;
  }

  /** Both: what either leaves out, for the reason of this one. */
  public QuarantineMark merge(QuarantineMark later) {
    return new QuarantineMark(
        generation,
        sink,
        session,
        partition,
        Math.min(offset, later.offset),
        Math.min(from, later.from),
        Math.max(to, later.to),
        kind,
        message,
        since);
  }

  /** The same, leaving out the change of {@code revision} too. */
  public QuarantineMark through(long revision) {
    return new QuarantineMark(
        generation,
        sink,
        session,
        partition,
        offset,
        from,
        Math.max(to, revision),
        kind,
        message,
        since);
  }

  /** The {@code _id}; its member order is part of the format. */
  public static BsonDocument id(int generation, String sink, SessionKey session) {
    return new BsonDocument("generation", new BsonInt32(generation))
        .append("sink", new BsonString(sink))
        .append("session", new BsonString(session.toString()));
  }

  /** The {@code _id} of this one. */
  public BsonDocument id() {
    return id(generation, sink, session);
  }

  /** The upsert that does in the store what {@link #merge} does. */
  public BsonDocument mark() {
    return new BsonDocument(
            "$setOnInsert",
            new BsonDocument("partition", new BsonInt32(partition))
                .append("kind", new BsonString(wireName(kind)))
                .append("message", new BsonString(message))
                .append("since", new BsonDateTime(since.toEpochMilli())))
        .append(
            "$min",
            new BsonDocument("offset", new BsonInt64(offset)).append("from", new BsonInt64(from)))
        .append("$max", new BsonDocument("to", new BsonInt64(to)));
  }

  /** Reads a stored document. */
  public static QuarantineMark read(BsonDocument document) {
    BsonDocument id = document.getDocument("_id");
    return new QuarantineMark(
        id.getNumber("generation").intValue(),
        id.getString("sink").getValue(),
        SessionKey.parse(id.getString("session").getValue()).orElseThrow(),
        document.getNumber("partition").intValue(),
        document.getNumber("offset").longValue(),
        document.getNumber("from").longValue(),
        document.getNumber("to").longValue(),
        WriteResult.Kind.valueOf(document.getString("kind").getValue().toUpperCase(Locale.ROOT)),
        document.getString("message").getValue(),
        Instant.ofEpochMilli(document.getDateTime("since").getValue()));
  }

  private static String wireName(WriteResult.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
