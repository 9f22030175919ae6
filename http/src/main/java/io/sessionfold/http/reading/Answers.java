package io.sessionfold.http.reading;

import io.javalin.http.Context;
import io.sessionfold.event.SessionKey;
import io.sessionfold.http.JsonAnswers;
import io.sessionfold.http.problem.Problem;
import io.sessionfold.http.problem.ProblemException;
import io.sessionfold.http.problem.ProblemType;
import io.sessionfold.json.JsonText;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How reads are answered. */
final class Answers {
  private Answers() {}

  /** A value with an entity tag; 304 if the client has that state already. */
  static void tagged(Context ctx, String tag, Supplier<JsonText> json) {
    ctx.header("ETag", tag);
    ctx.header("Cache-Control", "private, no-cache");
    ctx.header("Vary", "Authorization, Accept-Encoding");
    if (matches(ctx.header("If-None-Match"), tag)) {
      ctx.status(304);
      return;
    }
    JsonAnswers.send(ctx, json.get());
  }

  private static boolean matches(@Nullable String given, String tag) {
    if (given == null) {
      return false;
    }
    for (String each : given.split(",", -1)) {
      String one = each.strip();
      // Whoever compresses an answer may have marked its tag as weak.
      if (one.equals("*") || one.equals(tag) || one.equals("W/" + tag)) {
        return true;
      }
    }
    return false;
  }

  static ProblemException noSession(SessionKey key) {
    return Problem.of(
            ProblemType.NOT_FOUND,
            "there is no session " + key.id() + " of tenant " + key.tenant() + ", or it is deleted")
        .exception();
  }
}
