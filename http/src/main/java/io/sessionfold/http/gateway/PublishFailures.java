package io.sessionfold.http.gateway;

import io.sessionfold.http.problem.Problem;
import io.sessionfold.http.problem.ProblemException;
import io.sessionfold.http.problem.Problems;
import io.sessionfold.ingest.EventEnvelope;
import io.sessionfold.ingest.PublishFailedException;
import io.sessionfold.journal.Position;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Tells of each event of a request that was not acknowledged whole what became of it. */
final class PublishFailures {
  private PublishFailures() {}

  /** The problem of the first that failed, with the state of all of them. */
  static ProblemException of(
      List<PublishRequest> requests, List<CompletableFuture<Position>> sent) {
    Throwable first = null;
    List<JsonText> states = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      JsonWriter state = named(requests.get(i).envelope());
      if (i >= sent.size()) {
        states.add(state.add("state", "not-sent").done());
        continue;
      }
      try {
        String position = sent.get(i).join().toString();
        states.add(state.add("state", "acknowledged").add("position", position).done());
      } catch (CompletionException | CancellationException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        first = first == null ? cause : first;
        boolean stored = cause instanceof PublishFailedException f && f.mayBeStored();
        states.add(state.add("state", stored ? "unknown" : "not-sent").done());
      }
    }
    Problem problem = Problems.of(first == null ? new IllegalStateException("none") : first);
    return new ProblemException(problem.with("events", JsonWriter.array(states)), first);
  }

  private static JsonWriter named(EventEnvelope envelope) {
    return new JsonWriter().add("id", envelope.id()).add("source", envelope.source());
  }
}
