package io.sessionfold.store;

import io.sessionfold.event.SessionKey;
import io.sessionfold.sink.WriteResult;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

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
 * @param release what was asked for and what came of it
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
    Instant since,
    Release release) {
  private static final String REQUESTED_AT = "release_requested_at";
  private static final String FAILED_AT = "release_failed_at";
  private static final String KIND = "kind";
  private static final String MESSAGE = "message";

  /**
   * The release of a session from quarantine, which the owner of its partition carries out.
   *
   * @param requestedAt when it was asked for; absent: it is not, or that was answered
   * @param failedAt when the last one failed, since the store refused again; the mark then says why
   */
  public record Release(@Nullable Instant requestedAt, @Nullable Instant failedAt) {
    /** Nobody has asked. */
    public static final Release NONE = new Release(null, null);
  }

  /** A mark of which no release was asked for. */
  public QuarantineMark(
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
    this(
        generation, sink, session, partition, offset, from, to, kind, message, since, Release.NONE);
  }

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
        since,
        release);
  }

  /** The same, leaving out the change of {@code revision} too. */
  public QuarantineMark through(long revision) {
    return with(Math.max(to, revision), kind, message, release);
  }

  /** The same, after its release was asked for. */
  public QuarantineMark requested(Instant at) {
    return with(to, kind, message, new Release(at, null));
  }

  /** The same, after a release at which the store refused again. */
  public QuarantineMark failed(WriteResult.Kind why, String because, Instant at) {
    return with(to, why, because, new Release(null, at));
  }

  private QuarantineMark with(long last, WriteResult.Kind why, String because, Release newRelease) {
    return new QuarantineMark(
        generation, sink, session, partition, offset, from, last, why, because, since, newRelease);
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

  /** The update by which the release of a marked session is asked for. */
  public static BsonDocument request(Instant at) {
    return new BsonDocument(
            "$set", new BsonDocument(REQUESTED_AT, new BsonDateTime(at.toEpochMilli())))
        .append("$unset", new BsonDocument(FAILED_AT, new BsonString("")));
  }

  /** The filter of marks whose release is asked for. */
  public static BsonDocument requested(int generation, String sink) {
    return new BsonDocument("_id.generation", new BsonInt32(generation))
        .append("_id.sink", new BsonString(sink))
        .append(REQUESTED_AT, new BsonDocument("$ne", BsonNull.VALUE));
  }

  /** The update that stores a release that {@link #failed}. */
  public BsonDocument failure() {
    Instant at = Objects.requireNonNull(release.failedAt());
    return new BsonDocument(
            "$set",
            new BsonDocument(KIND, new BsonString(wireName(kind)))
                .append(MESSAGE, new BsonString(message))
                .append(FAILED_AT, new BsonDateTime(at.toEpochMilli())))
        .append("$unset", new BsonDocument(REQUESTED_AT, new BsonString("")));
  }

  /** The upsert that does in the store what {@link #merge} does. */
  public BsonDocument mark() {
    return new BsonDocument(
            "$setOnInsert",
            new BsonDocument("partition", new BsonInt32(partition))
                .append(KIND, new BsonString(wireName(kind)))
                .append(MESSAGE, new BsonString(message))
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
        WriteResult.Kind.valueOf(document.getString(KIND).getValue().toUpperCase(Locale.ROOT)),
        document.getString(MESSAGE).getValue(),
        Instant.ofEpochMilli(document.getDateTime("since").getValue()),
        new Release(instant(document, REQUESTED_AT), instant(document, FAILED_AT)));
  }

  private static @Nullable Instant instant(BsonDocument document, String field) {
    return document.containsKey(field)
        ? Instant.ofEpochMilli(document.getDateTime(field).getValue())
        : null;
  }

  private static String wireName(WriteResult.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
