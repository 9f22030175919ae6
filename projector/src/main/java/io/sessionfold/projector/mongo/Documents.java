package io.sessionfold.projector.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import io.sessionfold.document.DocumentIds;
import io.sessionfold.document.SessionDocument;
import io.sessionfold.event.SessionKey;
import io.sessionfold.projector.store.MongoFailures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/** Reads what is stored of many sessions in few queries; undecoded. */
final class Documents {
  private static final BsonDocument FENCE =
      new BsonDocument("sessionfold.revision", new BsonInt32(1))
          .append("sessionfold.page", new BsonInt32(1));

  /** So few that the largest pages fit into memory, and enough to spare most round trips. */
  private static final int PAGES_AT_ONCE = 8;

  private final MongoCollection<RawBsonDocument> sessions;
  private final MongoCollection<RawBsonDocument> pages;

  Documents(MongoCollection<BsonDocument> sessions, MongoCollection<BsonDocument> pages) {
    this.sessions = sessions.withDocumentClass(RawBsonDocument.class);
    this.pages = pages.withDocumentClass(RawBsonDocument.class);
  }

  /** The revisions and open pages of the jobs' sessions. */
  Map<Job, Stored> fences(List<Job> jobs) {
    Map<BsonValue, Stored> found = new HashMap<>();
    List<RawBsonDocument> fences =
        MongoFailures.call(
            "reading sessions",
            () -> sessions.find(anyOf(jobs)).projection(FENCE).into(new ArrayList<>()));
    for (BsonDocument document : fences) {
      found.put(
          document.get("_id"),
          new Stored.Assumed(SessionDocument.revision(document), SessionDocument.page(document)));
    }
    return byJob(jobs, found);
  }

  /**
   * The session documents of the jobs: of one at least, and of no more once the budget is spent.
   * Jobs that it does not answer for were not read.
   */
  Map<Job, Stored> documents(List<Job> jobs, ReadBudget budget) {
    Map<BsonValue, Stored> found = new HashMap<>();
    boolean all = MongoFailures.call("reading sessions", () -> read(jobs, budget, found));
    List<Job> read = all ? jobs : jobs.stream().filter(job -> found.containsKey(job.id())).toList();
    return byJob(read, found);
  }

  /** Returns whether what was not found is not there. */
  private boolean read(List<Job> jobs, ReadBudget budget, Map<BsonValue, Stored> found) {
    try (MongoCursor<RawBsonDocument> cursor = sessions.find(anyOf(jobs)).cursor()) {
      while (cursor.hasNext()) {
        RawBsonDocument document = cursor.next();
        found.put(document.get("_id"), new Stored.Read(document));
        budget.spend(document.getByteBuffer().remaining());
        if (budget.isSpent()) {
          return found.size() == jobs.size();
        }
      }
      return true;
    }
  }

  private static BsonDocument anyOf(List<Job> jobs) {
    return Filters.anyOf("_id", jobs.stream().map(Job::id).toList());
  }

  private static Map<Job, Stored> byJob(List<Job> jobs, Map<BsonValue, Stored> found) {
    Map<Job, Stored> stored = new HashMap<>();
    jobs.forEach(job -> stored.put(job, found.getOrDefault(job.id(), new Stored.Nothing())));
    return stored;
  }

  /**
   * Reads pages of the jobs' sessions, by number; empty where there is none. Reads those of one job
   * at least, and of no more once the budget is spent.
   *
   * @return the jobs whose pages were read
   */
  List<Job> readPages(Map<Job, Set<Long>> wanted, ReadBudget budget) {
    List<Job> read = new ArrayList<>();
    Map<Job, Set<Long>> next = new HashMap<>();
    int pagesOfNext = 0;
    for (Map.Entry<Job, Set<Long>> of : wanted.entrySet()) {
      next.put(of.getKey(), of.getValue());
      pagesOfNext += of.getValue().size();
      if (pagesOfNext >= PAGES_AT_ONCE) {
        readTogether(next, budget);
        read.addAll(next.keySet());
        if (budget.isSpent()) {
          return read;
        }
        next.clear();
        pagesOfNext = 0;
      }
    }
    if (!next.isEmpty()) {
      readTogether(next, budget);
      read.addAll(next.keySet());
    }
    return read;
  }

  private void readTogether(Map<Job, Set<Long>> wanted, ReadBudget budget) {
    Map<BsonValue, Map<Long, Optional<BsonDocument>>> bySession = new HashMap<>();
    List<BsonDocument> ids = new ArrayList<>();
    wanted.forEach(
        (job, numbers) -> {
          Map<Long, Optional<BsonDocument>> pagesOfJob = new HashMap<>();
          for (Long number : numbers) {
            ids.add(DocumentIds.page(job.key(), number));
            pagesOfJob.put(number, Optional.empty());
          }
          bySession.put(job.id(), pagesOfJob);
        });
    BsonDocument filter = Filters.anyOf("_id", ids);
    filter.putAll(Filters.anyOf("session", wanted.keySet().stream().map(Job::id).toList()));
    List<RawBsonDocument> found =
        MongoFailures.call("reading pages", () -> pages.find(filter).into(new ArrayList<>()));
    for (RawBsonDocument page : found) {
      budget.spend(page.getByteBuffer().remaining());
      bySession
          .getOrDefault(page.get("session"), new HashMap<>())
          .put(SessionDocument.page(page), Optional.of(page));
    }
    wanted.keySet().forEach(job -> job.pagesRead(bySession.getOrDefault(job.id(), Map.of())));
  }

  /** Whether there is no session document. */
  boolean isEmpty() {
    return MongoFailures.call(
            "looking for sessions",
            () -> Optional.ofNullable(sessions.find().projection(FENCE).first()))
        .isEmpty();
  }

  /** Deletes the session document, then its pages. */
  void delete(SessionKey session) {
    BsonString id = new BsonString(DocumentIds.of(session));
    MongoFailures.call(
        "discarding a session", () -> sessions.deleteOne(new BsonDocument("_id", id)));
    MongoFailures.call(
        "discarding pages of a session", () -> pages.deleteMany(new BsonDocument("session", id)));
  }
}
