package io.sessionfold.http.reading;

import io.javalin.http.Context;
import io.sessionfold.event.SessionKey;
import io.sessionfold.http.JsonAnswers;
import io.sessionfold.http.access.Caller;
import io.sessionfold.http.problem.ProblemException;
import io.sessionfold.query.Freshness;
import io.sessionfold.query.SessionDiff;
import io.sessionfold.query.SessionReader;
import io.sessionfold.session.AsOf;
import io.sessionfold.session.PastSession;
import java.util.Optional;

/** Sessions as they were, and what changed. */
final class PastRoutes {
  private final SessionReader reader;
  private final Waits waits;

  PastRoutes(SessionReader reader, Waits waits) {
    this.reader = reader;
    this.waits = waits;
  }

  PastSession find(SessionKey key, AsOf point, Freshness freshness) {
    return reader.asOf(key, point, freshness).orElseThrow(() -> Answers.noSession(key));
  }

  void diff(Context ctx) {
    SessionKey key = Caller.session(ctx);
    Parameters parameters = Parameters.of(ctx, ReadRoutes.known("from", "to"));
    AsOf from = parameters.point("from");
    if (from == null) {
      throw Parameters.invalid("from", "is needed; " + AsOf.GRAMMAR);
    }
    AsOf given = parameters.point("to");
    AsOf to = given == null ? AsOf.NOW : given;
    PastSession after = waits.read(parameters, freshness -> find(key, to, freshness));
    AsOf fixed = AsOf.fixed(from, to, after.session().revision());
    Optional<PastSession> before = reader.asOf(key, fixed, Freshness.any());
    if (before.isPresent() && before.get().session().revision() > after.session().revision()) {
      throw ProblemException.invalid("query parameter from: is after to");
    }
    JsonAnswers.sendUnkept(ctx, SessionDiff.between(before, after).json());
  }
}
