package io.sessionfold.projector.mongo;

import com.mongodb.client.MongoCollection;
import io.sessionfold.document.DocumentIds;
import io.sessionfold.document.SessionDocument;
import io.sessionfold.projector.store.MongoFailures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/** Reads what is stored of many sessions in one query each; undecoded. */
final class Documents {
  private static final BsonDocument FENCE =
      new BsonDocument("sessionfold.revision", new BsonInt32(1))
          .append("sessionfold.page", new BsonInt32(1));

  private final MongoCollection<RawBsonDocument> sessions;
  private final MongoCollection<RawBsonDocument> pages;

  Documents(MongoCollection<BsonDocument> sessions, MongoCollection<BsonDocument> pages) {
    this.sessions = sessions.withDocumentClass(RawBsonDocument.class);
    this.pages = pages.withDocumentClass(RawBsonDocument.class);
  }

  /** The revisions and open pages of the jobs' sessions. */
  Map<Job, Stored> fences(List<Job> jobs) {
    Map<BsonValue, Stored> found = new HashMap<>();
    for (BsonDocument document : sessions(jobs, FENCE)) {
      found.put(
          document.get("_id"),
          new Stored.Assumed(SessionDocument.revision(document), SessionDocument.page(document)));
    }
    return byJob(jobs, found);
  }

  /** The session documents of the jobs. */
  Map<Job, Stored> documents(List<Job> jobs) {
    Map<BsonValue, Stored> found = new HashMap<>();
    for (BsonDocument document : sessions(jobs, new BsonDocument())) {
      found.put(document.get("_id"), new Stored.Read(document));
    }
    return byJob(jobs, found);
  }

  private List<RawBsonDocument> sessions(List<Job> jobs, BsonDocument projection) {
    BsonDocument filter = Filters.anyOf("_id", jobs.stream().map(Job::id).toList());
    return MongoFailures.call(
        "reading sessions",
        () -> sessions.find(filter).projection(projection).into(new ArrayList<>()));
  }

  private static Map<Job, Stored> byJob(List<Job> jobs, Map<BsonValue, Stored> found) {
    Map<Job, Stored> stored = new HashMap<>();
    jobs.forEach(job -> stored.put(job, found.getOrDefault(job.id(), new Stored.Nothing())));
    return stored;
  }

  /** Pages of the jobs' sessions, by number; empty where there is none. */
  void readPages(Map<Job, Set<Long>> wanted) {
    Map<BsonValue, Map<Long, Optional<BsonDocument>>> bySession = new HashMap<>();
    List<BsonDocument> ids = new ArrayList<>();
    wanted.forEach(
        (job, numbers) ->
            numbers.forEach(
                number -> {
                  ids.add(DocumentIds.page(job.key(), number));
                  bySession
                      .computeIfAbsent(job.id(), id -> new HashMap<>())
                      .put(number, Optional.empty());
                }));
    BsonDocument filter = Filters.anyOf("_id", ids);
    filter.putAll(Filters.anyOf("session", wanted.keySet().stream().map(Job::id).toList()));
    List<RawBsonDocument> found =
        MongoFailures.call("reading pages", () -> pages.find(filter).into(new ArrayList<>()));
    for (BsonDocument page : found) {
      bySession
          .getOrDefault(page.get("session"), new HashMap<>())
          .put(SessionDocument.page(page), Optional.of(page));
    }
    wanted.keySet().forEach(job -> job.pagesRead(bySession.getOrDefault(job.id(), Map.of())));
  }
}
