package io.sessionfold.projector.mongo;

import io.sessionfold.sink.WriteResult.Kind;
import io.sessionfold.sink.WriteResult.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans jobs, and reads what the plans need. What it has read at a time is bounded: jobs beyond the
 * bound are left for later, at least one is always planned.
 */
final class Planning {
  private static final Logger LOG = LoggerFactory.getLogger(Planning.class);

  private final Documents documents;
  private final ReadBudget budget;
  private final Tally tally;
  private final List<Job> ready = new ArrayList<>();
  private final List<Job> later = new ArrayList<>();

  Planning(Documents documents, long bytes, Tally tally) {
    this.documents = documents;
    this.budget = new ReadBudget(bytes);
    this.tally = tally;
  }

  /** Plans them; those that need nothing written drop out. */
  void plan(List<Job> jobs) {
    List<Job> open = jobs;
    while (!open.isEmpty()) {
      List<Job> unread = new ArrayList<>();
      List<Job> unfenced = new ArrayList<>();
      Map<Job, Set<Long>> pages = new HashMap<>();
      for (Job job : open) {
        Plan plan = plan(job);
        if (plan instanceof Plan.Write) {
          ready.add(job);
        } else if (plan instanceof Plan.NeedsPages needed) {
          pages.put(job, needed.pages());
        } else if (plan instanceof Plan.NeedsFence) {
          unfenced.add(job);
        } else if (plan instanceof Plan.Refuse refuse) {
          tally.refused(job, refuse.refusal());
        } else {
          unread.add(job);
        }
      }
      open = new ArrayList<>();
      goOn(unfenced, unfenced.isEmpty() ? Map.of() : documents.fences(unfenced), open);
      goOn(unread, unread.isEmpty() ? Map.of() : documents.documents(unread, budget), open);
      open.addAll(pages.isEmpty() ? List.of() : readPages(pages));
    }
  }

  /** The jobs that are planned to be written. */
  List<Job> ready() {
    return ready;
  }

  /** The jobs that were beyond the bound, with nothing held that was read. */
  List<Job> later() {
    return later;
  }

  /**
   * A plan is pure, so whatever it stumbles over lies in this session's documents or changes, and
   * is no reason to stop the others.
   */
  private static Plan plan(Job job) {
    try {
      return job.plan();
    } catch (RuntimeException e) {
      LOG.error("the documents and changes of session {} do not fit together", job.key(), e);
      return new Plan.Refuse(
          new Refusal(
              Kind.REFUSED,
              job.pending().get(0).revision() - 1,
              "its changes and its stored documents do not fit together ("
                  + e.getClass().getSimpleName()
                  + "); documents are read-only for others: restore or rebuild the projection"));
    }
  }

  /** The jobs that have changes left go on from what was found; those not read wait. */
  private void goOn(List<Job> jobs, Map<Job, Stored> read, List<Job> open) {
    for (Job job : jobs) {
      Stored found = read.get(job);
      if (found == null) {
        later.add(job);
        continue;
      }
      int had = job.continueFrom(found);
      if (had < 0) {
        tally.gap(job, found.revision());
        continue;
      }
      tally.skipped(had);
      if (!job.pending().isEmpty()) {
        open.add(job);
      }
    }
  }

  private List<Job> readPages(Map<Job, Set<Long>> pages) {
    List<Job> read = documents.readPages(pages, budget);
    for (Job job : pages.keySet()) {
      if (!read.contains(job)) {
        job.forgetDocuments();
        later.add(job);
      }
    }
    return read;
  }
}
