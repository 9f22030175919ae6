package io.sessionfold.projector.mongo;

import io.sessionfold.event.SessionKey;
import io.sessionfold.sink.WriteResult;
import io.sessionfold.sink.WriteResult.Kind;
import io.sessionfold.sink.WriteResult.Refusal;
import java.util.HashMap;
import java.util.Map;

/** What has become of the changes of a batch. */
final class Tally {
  private final Map<SessionKey, Refusal> refused = new HashMap<>();
  private int written;
  private int skipped;
  private int refusedChanges;

  void written(int changes) {
    written += changes;
  }

  void skipped(int changes) {
    skipped += changes;
  }

  void refused(Job job, Refusal refusal) {
    refused.put(job.key(), refusal);
    refusedChanges += job.pending().size();
  }

  void gap(Job job, long stored) {
    refused(
        job,
        new Refusal(
            Kind.GAP,
            stored,
            "the stored document is of revision "
                + stored
                + ", the changes continue from "
                + (job.pending().get(0).revision() - 1)
                + ": release the session, which replays it from the journal"));
  }

  void refusedByServer(Job job, WriteFailure failure) {
    refused(
        job,
        new Refusal(
            Kind.REFUSED,
            job.pending().get(0).revision() - 1,
            "MongoDB refuses the document ("
                + failure.name()
                + "): its log says why; release the session when that is mended"));
  }

  WriteResult result() {
    return new WriteResult(written, skipped, refused, refusedChanges);
  }
}
