package io.sessionfold.projector.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.projector.mongo.BulkRunner.Outcome;
import io.sessionfold.projector.store.MongoFailure;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionChanges;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.sink.WriteResult;
import io.sessionfold.sink.WriteResult.Kind;
import io.sessionfold.sink.WriteResult.Refusal;
import io.sessionfold.store.RejectionDocument;
import io.sessionfold.store.StoreNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** Bounds what is held of a batch at once, stored documents included. */
  private static final int SESSIONS_AT_ONCE = 1_000;

  /** A race can be lost a few times; more often than this, something keeps writing. */
  private static final int MOST_ROUNDS = 100;

  private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

  private final MongoCollection<BsonDocument> rejections;
  private final BulkRunner runner = new BulkRunner(CONNECTIONS);
  private final Hints hints = new Hints();
  private final Documents documents;
  private final PageWriter pageWriter;
  private final SessionWriter sessionWriter;

  private MongoSink(MongoDatabase database, int generation) {
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
    SessionIndexes.ensure(
        database.getCollection(StoreNames.sessions(generation), BsonDocument.class), metadataKeys);
    return new MongoSink(database, generation);
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
    List<Job> jobs = new ArrayList<>();
    sessions.forEach(changes -> jobs.add(new Job(changes, assumed(changes))));
    List<Job> left = jobs;
    for (int round = 0; !left.isEmpty(); round++) {
      if (round == MOST_ROUNDS) {
        throw new StoreUnavailableException(
            "another process keeps writing to the sessions of this one: stop it, the documents are"
                + " read-only for others",
            new IllegalStateException(left.size() + " sessions"));
      }
      List<Job> again = new ArrayList<>();
      List<Job> ready = pageWriter.write(planned(left, tally), again, tally);
      sessionWriter.write(ready, again, tally);
      left = again;
    }
  }

  private Stored assumed(SessionChanges changes) {
    long before = changes.from() - 1;
    return before == 0
        ? new Stored.Nothing()
        : new Stored.Assumed(before, hints.page(changes.session(), before));
  }

  /** Plans the jobs, reading what the plans need; those that need nothing written drop out. */
  private List<Job> planned(List<Job> jobs, Tally tally) {
    List<Job> ready = new ArrayList<>();
    List<Job> open = jobs;
    while (!open.isEmpty()) {
      List<Job> unread = new ArrayList<>();
      Map<Job, Set<Long>> pages = new HashMap<>();
      for (Job job : open) {
        Plan plan = plan(job);
        if (plan instanceof Plan.Write) {
          ready.add(job);
        } else if (plan instanceof Plan.NeedsPages needed) {
          pages.put(job, needed.pages());
        } else if (plan instanceof Plan.Refuse refuse) {
          tally.refused(job, refuse.refusal());
        } else {
          unread.add(job);
        }
      }
      open = unread.isEmpty() ? new ArrayList<>() : read(unread, tally);
      if (!pages.isEmpty()) {
        documents.readPages(pages);
        open.addAll(pages.keySet());
      }
    }
    return ready;
  }

  /**
   * A plan is pure, so whatever it stumbles over lies in this session's documents or changes, and
   * is no reason to stop the others.
   */
  private static Plan plan(Job job) {
    try {
      return job.plan();
    } catch (RuntimeException e) {
      return new Plan.Refuse(
          new Refusal(
              Kind.REFUSED,
              job.pending().get(0).revision() - 1,
              "its changes and its stored documents do not fit together ("
                  + e.getClass().getSimpleName()
                  + "); documents are read-only for others: restore or rebuild the projection"));
    }
  }

  /** Reads session documents; the jobs that have changes left go on. */
  private List<Job> read(List<Job> jobs, Tally tally) {
    List<Job> open = new ArrayList<>();
    documents
        .documents(jobs)
        .forEach(
            (job, found) -> {
              int had = job.continueFrom(found);
              if (had < 0) {
                tally.gap(job, found.revision());
                return;
              }
              tally.skipped(had);
              if (!job.pending().isEmpty()) {
                open.add(job);
              }
            });
    return open;
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
  public void close() {
    runner.close();
  }
}
