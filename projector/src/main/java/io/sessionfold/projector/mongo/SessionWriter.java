package io.sessionfold.projector.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.sessionfold.projector.mongo.BulkRunner.Outcome;
import io.sessionfold.projector.store.MongoFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;

/** Writes the session documents of jobs, whose pages are acknowledged. */
final class SessionWriter {
  private final MongoCollection<BsonDocument> sessions;
  private final Documents documents;
  private final BulkRunner runner;
  private final Hints hints;

  SessionWriter(
      MongoCollection<BsonDocument> sessions, Documents documents, BulkRunner runner, Hints hints) {
    this.sessions = sessions;
    this.documents = documents;
    this.runner = runner;
    this.hints = hints;
  }

  /**
   * Writes.
   *
   * @param again gets the jobs that lost a race and have changes left
   */
  void write(List<Job> jobs, List<Job> again, Tally tally) {
    List<Job> inserts = new ArrayList<>();
    List<Job> updates = new ArrayList<>();
    for (Job job : jobs) {
      boolean insert = job.write().session() instanceof SessionWrite.Insert;
      (insert ? inserts : updates).add(job);
    }
    insert(inserts, again, tally);
    update(updates, again, tally);
  }

  private void insert(List<Job> jobs, List<Job> again, Tally tally) {
    Outcome outcome = runner.run("writing sessions", sessions, models(jobs));
    List<Job> existing = new ArrayList<>();
    for (int i = 0; i < jobs.size(); i++) {
      WriteFailure failure = outcome.failures().get(i);
      if (failure == null) {
        written(jobs.get(i), tally);
      } else if (failure.kind() == MongoFailure.DUPLICATE_KEY) {
        existing.add(jobs.get(i));
      } else {
        tally.refusedByServer(jobs.get(i), failure);
      }
    }
    lost(existing, 0, again, tally);
  }

  private void update(List<Job> jobs, List<Job> again, Tally tally) {
    Outcome outcome = runner.run("writing sessions", sessions, models(jobs));
    List<Job> run = new ArrayList<>();
    for (int i = 0; i < jobs.size(); i++) {
      Job job = jobs.get(i);
      WriteFailure failure = outcome.failures().get(i);
      if (failure == null) {
        run.add(job);
      } else if (failure.kind() == MongoFailure.TOO_LARGE && !job.isWhole()) {
        job.writeWhole();
        job.forgetDocuments();
        again.add(job);
      } else {
        tally.refusedByServer(job, failure);
      }
    }
    if (outcome.matched() == run.size()) {
      run.forEach(job -> written(job, tally));
    } else {
      lost(run, outcome.matched(), again, tally);
    }
  }

  private void written(Job job, Tally tally) {
    tally.written(job.pending().size());
    Long page = job.write().openPage();
    if (page != null) {
      hints.put(job.key(), job.to(), page);
    }
  }

  /**
   * Finds out how far the store is with jobs of which all but {@code matched} did nothing. Which
   * ones those are, the server does not say: of the jobs that are stored whole, so many count as
   * written by this sink.
   */
  private void lost(List<Job> jobs, int matched, List<Job> again, Tally tally) {
    if (jobs.isEmpty()) {
      return;
    }
    int ours = matched;
    for (Map.Entry<Job, Stored> entry : documents.fences(jobs).entrySet()) {
      Job job = entry.getKey();
      if (job.write().session().fits(entry.getValue())) {
        throw Unacknowledged.write("session " + job.key());
      }
      int pending = job.pending().size();
      int had = job.continueFrom(entry.getValue());
      hints.put(job.key(), entry.getValue().revision(), entry.getValue().openPage());
      if (had < 0) {
        tally.gap(job, entry.getValue().revision());
      } else if (had == pending && ours > 0) {
        ours--;
        tally.written(had);
      } else {
        tally.skipped(had);
        if (had < pending) {
          again.add(job);
        }
      }
    }
  }

  private static List<WriteModel<BsonDocument>> models(List<Job> jobs) {
    List<WriteModel<BsonDocument>> models = new ArrayList<>(jobs.size());
    for (Job job : jobs) {
      SessionWrite write = job.write().session();
      BsonDocument filter = Filters.session(job, write);
      if (write instanceof SessionWrite.Insert) {
        models.add(new InsertOneModel<>(write.body()));
      } else if (write instanceof SessionWrite.Update) {
        models.add(new UpdateOneModel<>(filter, write.body()));
      } else {
        models.add(new ReplaceOneModel<>(filter, write.body()));
      }
    }
    return models;
  }
}
