package io.sessionfold.http.reading;

import io.sessionfold.http.problem.Problem;
import io.sessionfold.journal.Position;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.query.EventOutcome;
import io.sessionfold.query.EventOutcome.Applied;
import io.sessionfold.query.EventOutcome.Duplicate;
import io.sessionfold.query.EventOutcome.Pending;
import io.sessionfold.query.EventOutcome.Rejected;
import io.sessionfold.query.EventOutcome.Unknown;

/** What became of one event, as {@code {position, outcome, …}}. */
final class OutcomeJson {
  private OutcomeJson() {}

  static JsonText of(Position position, EventOutcome outcome) {
    JsonWriter json = new JsonWriter().add("position", position.toString());
    if (outcome instanceof Applied applied) {
      return json.add("outcome", "applied")
          .add("revision", applied.revision())
          .add("agent", applied.agent())
          .add("index", applied.index())
          .done();
    }
    if (outcome instanceof Duplicate duplicate) {
      return json.add("outcome", "duplicate").add("of", duplicate.of()).done();
    }
    if (outcome instanceof Rejected rejected) {
      return json.add("outcome", "rejected")
          .add("reasons", Problem.json(rejected.reasons()))
          .done();
    }
    if (outcome instanceof Pending) {
      return json.add("outcome", "pending").done();
    }
    if (outcome instanceof Unknown) {
      return json.add("outcome", "unknown").done();
    }
    throw new IllegalStateException("an outcome of another kind");
  }
}
