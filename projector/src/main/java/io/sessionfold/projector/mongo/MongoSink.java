package io.sessionfold.projector.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.projector.mongo.BulkRunner.Outcome;
import io.sessionfold.projector.store.MongoFailure;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionChanges;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.sink.WriteResult;
import io.sessionfold.store.RejectionDocument;
import io.sessionfold.store.StoreNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;

/**
 * Writes one generation of session documents, pages and rejections into MongoDB.
 *
 * <p>Every write is fenced by revision, and the session document is the commit point: pages are
 * acknowledged before it. So any write may be repeated, by this sink or by one that should have
 * stopped long ago, and changes nothing; and readers who take the session document first find every
 * page below its open one.
 *
 * <p>A write is acknowledged as the database's write concern says, so what {@link #write} wrote is
 * durable when it returns.
 */
public final class MongoSink implements SessionSink {
  private static final int CONNECTIONS = 2;

  /** Bounds a query, and with it what is looked up in vain. */
  private static final int SESSIONS_AT_ONCE = 1_000;

  /** About so many bytes of stored documents are held at once. */
  private static final long READ_BYTES = 32L << 20;

  /** Each lost race finds the store further on; more often than this, something keeps writing. */
  private static final int MOST_LOST_ROUNDS = 100;

  private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

  private final MongoCollection<BsonDocument> rejections;
  private final BulkRunner runner = new BulkRunner(CONNECTIONS);
  private final Hints hints = new Hints();
  private final long readBytes;
  private final Documents documents;
  private final PageWriter pageWriter;
  private final SessionWriter sessionWriter;

  private MongoSink(MongoDatabase database, int generation, long readBytes) {
    this.readBytes = readBytes;
    MongoCollection<BsonDocument> sessions =
        database.getCollection(StoreNames.sessions(generation), BsonDocument.class);
    MongoCollection<BsonDocument> pages =
        database.getCollection(StoreNames.sessionPages(generation), BsonDocument.class);
    this.rejections = database.getCollection(StoreNames.rejections(generation), BsonDocument.class);
    this.documents = new Documents(sessions, pages);
    this.pageWriter = new PageWriter(pages, runner);
    this.sessionWriter = new SessionWriter(sessions, documents, runner, hints);
  }

  /**
   * A sink of one generation, whose indexes are created if they are not there.
   *
   * @param database of a {@link io.sessionfold.projector.store.MongoConnection}, which has the
   *     concerns that the fences rely on; it is not closed with the sink
   * @param metadataKeys top-level metadata keys by which sessions are looked up
   * @throws StoreUnavailableException if the store is away
   */
  public static MongoSink open(MongoDatabase database, int generation, List<String> metadataKeys) {
    return open(database, generation, metadataKeys, READ_BYTES);
  }

  /**
   * A sink of a generation that is being loaded, which is faster before there are indexes. They are
   * made by {@link #open}.
   */
  public static MongoSink openWithoutIndexes(MongoDatabase database, int generation) {
    return new MongoSink(database, generation, READ_BYTES);
  }

  static MongoSink open(
      MongoDatabase database, int generation, List<String> metadataKeys, long readBytes) {
    SessionIndexes.ensure(
        database.getCollection(StoreNames.sessions(generation), BsonDocument.class), metadataKeys);
    return new MongoSink(database, generation, readBytes);
  }

  @Override
  public String name() {
    return "mongo";
  }

  /** All of them: fences need no owner. */
  @Override
  public Set<Integer> acquire(Set<Integer> partitions) {
    return Set.copyOf(partitions);
  }

  @Override
  public void release(Set<Integer> partitions) {
    hints.clear();
  }

  @Override
  public WriteResult write(ChangeBatch batch) {
    reject(batch.rejections());
    Tally tally = new Tally();
    List<SessionChanges> sessions = batch.sessions();
    for (int from = 0; from < sessions.size(); from += SESSIONS_AT_ONCE) {
      write(sessions.subList(from, Math.min(from + SESSIONS_AT_ONCE, sessions.size())), tally);
    }
    return tally.result();
  }

  private void write(List<SessionChanges> sessions, Tally tally) {
    List<Job> left = new ArrayList<>();
    for (SessionChanges changes : sessions) {
      left.add(new Job(changes, assumed(changes)));
    }
    int lostRounds = 0;
    while (!left.isEmpty()) {
      Planning planning = new Planning(documents, readBytes, tally);
      planning.plan(left);
      List<Job> again = new ArrayList<>();
      sessionWriter.write(pageWriter.write(planning.ready(), again, tally), again, tally);
      lostRounds += again.isEmpty() ? 0 : 1;
      if (lostRounds == MOST_LOST_ROUNDS) {
        throw new StoreUnavailableException(
            "another process keeps writing to the sessions of this one: stop it, the documents are"
                + " read-only for others",
            new IllegalStateException(again.size() + " sessions"));
      }
      again.addAll(planning.later());
      left = again;
    }
  }

  private Stored assumed(SessionChanges changes) {
    long before = changes.from() - 1;
    return before == 0
        ? new Stored.Nothing()
        : new Stored.Assumed(before, hints.page(changes.session(), before));
  }

  private void reject(List<Rejected> rejected) {
    List<ReplaceOneModel<BsonDocument>> models = new ArrayList<>();
    for (Rejected change : rejected) {
      RejectionDocument document = RejectionDocument.of(change);
      models.add(
          new ReplaceOneModel<>(new BsonDocument("_id", document.id()), document.toBson(), UPSERT));
    }
    Outcome outcome = runner.run("writing rejections", rejections, models);
    for (WriteFailure failure : outcome.failures().values()) {
      if (failure.kind() != MongoFailure.DUPLICATE_KEY) {
        throw new StoreUnavailableException(
            "MongoDB refuses a rejection ("
                + failure.name()
                + "); they hold ids and reasons only: see its log, and what validates "
                + rejections.getNamespace()
                + "; it is tried again until it works",
            new IllegalStateException(failure.name()));
      }
    }
  }

  /** Nothing is left to do: what was written was acknowledged. */
  @Override
  public Set<Integer> checkpoint() {
    return Set.of();
  }

  @Override
  public boolean isEmpty() {
    return documents.isEmpty();
  }

  /**
   * {@inheritDoc}
   *
   * <p>The session document goes first, since readers take it first. A page that a late writer puts
   * back is of a later revision than what is written anew or is overwritten by it; either way it
   * ends as what the journal makes of it.
   */
  @Override
  public void discard(SessionKey session, int partition) {
    documents.delete(session);
  }

  @Override
  public void close() {
    runner.close();
  }
}
