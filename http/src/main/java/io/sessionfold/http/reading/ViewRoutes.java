package io.sessionfold.http.reading;

import io.javalin.http.Context;
import io.sessionfold.event.SessionKey;
import io.sessionfold.http.JsonAnswers;
import io.sessionfold.http.access.Caller;
import io.sessionfold.http.problem.ProblemException;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.query.MessageQuery;
import io.sessionfold.query.SessionJson;
import io.sessionfold.query.SessionReader;
import io.sessionfold.query.TimelineEntry;
import io.sessionfold.query.TimelinePage;
import io.sessionfold.query.TimelineQuery;
import io.sessionfold.query.ValidMessages;
import io.sessionfold.query.ValidQuery;
import io.sessionfold.query.valid.Repair;
import java.util.List;
import java.util.Set;

/** The view {@code valid}, and the timeline. */
final class ViewRoutes {
  private static final Set<String> VALID =
      ReadRoutes.known("view", "agent", "last", "before", "resume", "manager");
  private static final Set<String> TIMELINE = ReadRoutes.known("cursor", "newest", "limit");

  private final SessionReader reader;
  private final Waits waits;

  ViewRoutes(SessionReader reader, Waits waits) {
    this.reader = reader;
    this.waits = waits;
  }

  void valid(Context ctx) {
    SessionKey key = Caller.session(ctx);
    Parameters parameters = Parameters.of(ctx, VALID);
    Long last = parameters.number("last");
    AfterParameter after = AfterParameter.of(parameters);
    ValidMessages found;
    try {
      ValidQuery query =
          new ValidQuery(
              parameters.text("agent"),
              last == null ? null : Math.toIntExact(Math.min(last, Integer.MAX_VALUE)),
              after.seq(),
              parameters.number("before"),
              parameters.flag("resume", false),
              parameters.text("manager"));
      found =
          waits.read(
              parameters, after.positions(), freshness -> reader.valid(key, query, freshness));
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid(String.valueOf(e.getMessage()));
    }
    if (found.revision() == 0) {
      throw Answers.noSession(key);
    }
    JsonAnswers.sendUnkept(
        ctx,
        new JsonWriter(1024)
            .add("session", key.id())
            .add("revision", found.revision())
            .add("view", "valid")
            .add("messages", found.messages().stream().map(SessionJson::message).toList())
            .add("repairs", found.repairs().stream().map(Repair::json).toList())
            .add("cursor", found.cursor())
            .add("more", found.more())
            .done());
  }

  void timeline(Context ctx) {
    SessionKey key = Caller.session(ctx);
    Parameters parameters = Parameters.of(ctx, TIMELINE);
    TimelinePage page;
    try {
      TimelineQuery query =
          new TimelineQuery(
              parameters.text("cursor"),
              parameters.flag("newest", false),
              parameters.number("limit", MessageQuery.DEFAULT_LIMIT, MessageQuery.MAX_LIMIT));
      page = waits.read(parameters, freshness -> reader.timeline(key, query, freshness));
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid(String.valueOf(e.getMessage()));
    }
    if (page.revision() == 0) {
      throw Answers.noSession(key);
    }
    List<JsonText> entries = page.entries().stream().map(TimelineEntry::json).toList();
    JsonAnswers.sendUnkept(
        ctx,
        new JsonWriter(1024)
            .add("session", key.id())
            .add("revision", page.revision())
            .add("entries", entries)
            .add("cursor", page.cursor())
            .add("more", page.more())
            .done());
  }
}
