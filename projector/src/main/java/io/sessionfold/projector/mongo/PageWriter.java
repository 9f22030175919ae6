package io.sessionfold.projector.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.sessionfold.projector.mongo.BulkRunner.Outcome;
import io.sessionfold.projector.store.MongoFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;

/** Writes the pages of jobs. When it returns, they are acknowledged. */
final class PageWriter {
  private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);
  private static final ReplaceOptions UPDATE = new ReplaceOptions();

  private final MongoCollection<BsonDocument> pages;
  private final BulkRunner runner;

  PageWriter(MongoCollection<BsonDocument> pages, BulkRunner runner) {
    this.pages = pages;
    this.runner = runner;
  }

  /**
   * Writes.
   *
   * @param again gets the jobs whose stored pages have changed since they were read
   * @return the jobs whose pages are all written
   */
  List<Job> write(List<Job> jobs, List<Job> again, Tally tally) {
    Operations puts = new Operations();
    Operations putsWithoutInsert = new Operations();
    Operations updates = new Operations();
    for (Job job : jobs) {
      for (PageWrite write : job.write().pages()) {
        if (write instanceof PageWrite.Put put) {
          puts.add(job, put(job, put, UPSERT));
          putsWithoutInsert.add(job, put(job, put, UPDATE));
        } else {
          updates.add(job, model(job, write));
        }
      }
    }
    Map<Job, WriteFailure> refused = new HashMap<>();
    Outcome put = runner.run("writing pages", pages, puts.models);
    puts.refused(put, refused);
    // An id that is there already says that its page is of this revision or a later one, or that
    // an older one was inserted between the look and the insert of the upsert. Without an insert
    // the same put tells which: pages are never removed, so this answer is final.
    Operations there = putsWithoutInsert.of(put.duplicates());
    there.refused(runner.run("writing pages", pages, there.models), refused);
    Outcome outcome = runner.run("writing pages", pages, updates.models);
    updates.refused(outcome, refused);
    Set<Job> lost = new HashSet<>();
    if (outcome.matched() < updates.models.size()) {
      lost.addAll(updates.jobs);
      lost.removeAll(refused.keySet());
    }
    refused.forEach(tally::refusedByServer);
    for (Job job : lost) {
      if (!job.losePages()) {
        throw Unacknowledged.write("pages of session " + job.key());
      }
    }
    again.addAll(lost);
    return jobs.stream().filter(job -> !refused.containsKey(job) && !lost.contains(job)).toList();
  }

  private static WriteModel<BsonDocument> put(Job job, PageWrite.Put put, ReplaceOptions options) {
    return new ReplaceOneModel<>(
        Filters.olderPage(job, put.page(), put.revision()), put.document(), options);
  }

  private static WriteModel<BsonDocument> model(Job job, PageWrite write) {
    if (write instanceof PageWrite.Update update) {
      return new UpdateOneModel<>(
          Filters.page(job, update.page(), update.expected()), update.update());
    }
    PageWrite.Replace replace = (PageWrite.Replace) write;
    return new ReplaceOneModel<>(
        Filters.page(job, replace.page(), replace.expected()), replace.document());
  }

  private static final class Operations {
    private final List<Job> jobs = new ArrayList<>();
    private final List<WriteModel<BsonDocument>> models = new ArrayList<>();

    void add(Job job, WriteModel<BsonDocument> model) {
      jobs.add(job);
      models.add(model);
    }

    Operations of(List<Integer> positions) {
      Operations some = new Operations();
      positions.forEach(position -> some.add(jobs.get(position), models.get(position)));
      return some;
    }

    void refused(Outcome outcome, Map<Job, WriteFailure> refused) {
      outcome
          .failures()
          .forEach(
              (position, failure) -> {
                if (failure.kind() != MongoFailure.DUPLICATE_KEY) {
                  refused.put(jobs.get(position), failure);
                }
              });
    }
  }
}
