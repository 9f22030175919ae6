package io.sessionfold.http.problem;

import io.javalin.http.Context;
import io.sessionfold.ingest.InvalidEventException;
import io.sessionfold.ingest.PublishFailedException;
import io.sessionfold.ingest.PublishFailure;
import io.sessionfold.json.JsonText;
import io.sessionfold.query.EventRejectedException;
import io.sessionfold.query.KafkaRequiredException;
import io.sessionfold.query.NoSuchRevisionException;
import io.sessionfold.query.NotYetReadableException;
import io.sessionfold.query.PastUnavailableException;
import io.sessionfold.query.ReadUnavailableException;
import io.sessionfold.query.SessionQuarantinedException;
import io.sessionfold.query.feed.FeedBusyException;
import io.sessionfold.query.feed.FeedResetException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which problem an exception is, and how it is answered. */
public final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  /** The problem that a failure is; what is not expected is logged, and told as such alone. */
  public static Problem of(Throwable failure) {
    if (failure instanceof CompletionException || failure instanceof ExecutionException) {
      return of(
          failure.getCause() == null ? new IllegalStateException(failure) : failure.getCause());
    }
    if (failure instanceof ProblemException e) {
      return e.problem();
    }
    if (failure instanceof InvalidEventException e) {
      return Problem.of(ProblemType.INVALID_EVENT, "It was not sent; mend what the reasons say.")
          .withReasons(e.reasons());
    }
    if (failure instanceof PublishFailedException e) {
      return publish(e);
    }
    return read(failure);
  }

  private static Problem publish(PublishFailedException e) {
    if (e.failure() == PublishFailure.TOO_LARGE) {
      return Problem.of(ProblemType.TOO_LARGE, text(e));
    }
    if (!e.retriable()) {
      LOG.error("An event could not be published", e);
    }
    Problem problem =
        Problem.of(ProblemType.LOG_UNAVAILABLE, text(e))
            .with("may_be_stored", JsonText.trusted(String.valueOf(e.mayBeStored())));
    return e.retriable() ? problem.retryAfter(1) : problem;
  }

  private static Problem read(Throwable failure) {
    if (failure instanceof NotYetReadableException) {
      return Problem.of(ProblemType.NOT_YET_READABLE, text(failure)).retryAfter(1);
    }
    if (failure instanceof EventRejectedException e) {
      return Problem.of(ProblemType.EVENT_REJECTED, text(e))
          .withReasons(e.reasons())
          .with("position", JsonText.of(e.position().toString()));
    }
    if (failure instanceof SessionQuarantinedException) {
      return Problem.of(ProblemType.SESSION_QUARANTINED, text(failure)).retryAfter(30);
    }
    if (failure instanceof NoSuchRevisionException e) {
      return Problem.of(ProblemType.NO_SUCH_REVISION, text(e))
          .with("current", JsonText.of(e.current()));
    }
    if (failure instanceof ReadUnavailableException) {
      return Problem.of(ProblemType.STORE_UNAVAILABLE, text(failure)).retryAfter(1);
    }
    if (failure instanceof FeedResetException) {
      return Problem.of(ProblemType.RESET, text(failure));
    }
    if (failure instanceof FeedBusyException e) {
      return Problem.of(ProblemType.BUSY, text(e))
          .retryAfter(Math.toIntExact(e.retryAfter().toSeconds()));
    }
    if (failure instanceof PastUnavailableException || failure instanceof KafkaRequiredException) {
      return Problem.of(ProblemType.NOT_CONFIGURED, text(failure));
    }
    LOG.error("A request failed", failure);
    return Problem.of(
        ProblemType.INTERNAL, "It is in the log of the service; report it if it repeats.");
  }

  private static String text(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }

  /** Answers with a problem. */
  public static void answer(Context ctx, Problem problem) {
    Integer retry = problem.retryAfter();
    if (retry != null) {
      ctx.header("Retry-After", retry.toString());
    }
    ctx.status(problem.type().status());
    ctx.header("Cache-Control", "no-store");
    ctx.contentType(Problem.MEDIA_TYPE);
    ctx.result(problem.json(ctx.path()).utf8());
  }
}
