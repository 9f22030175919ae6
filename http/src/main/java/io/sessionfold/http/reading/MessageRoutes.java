package io.sessionfold.http.reading;

import io.javalin.http.Context;
import io.sessionfold.event.SessionKey;
import io.sessionfold.http.JsonAnswers;
import io.sessionfold.http.access.Caller;
import io.sessionfold.http.problem.ProblemException;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.query.MessagePage;
import io.sessionfold.query.MessageQuery;
import io.sessionfold.query.SessionJson;
import io.sessionfold.query.SessionReader;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Messages of a session, in pages. */
final class MessageRoutes {
  private static final Set<String> PARAMETERS =
      ReadRoutes.known("agent", "last", "before", "from", "to", "newest", "limit", "view");

  private final SessionReader reader;
  private final Waits waits;

  /** How messages are shown. */
  enum View {
    RAW,
    VALID
  }

  MessageRoutes(SessionReader reader, Waits waits) {
    this.reader = reader;
    this.waits = waits;
  }

  void messages(Context ctx) {
    SessionKey key = Caller.session(ctx);
    Parameters parameters = Parameters.of(ctx, PARAMETERS);
    View unused = parameters.choice("view", View.class, View.RAW);
    AfterParameter after = AfterParameter.of(parameters);
    MessageQuery query = query(parameters, after.seq());
    MessagePage page =
        waits.read(
            parameters, after.positions(), freshness -> reader.messages(key, query, freshness));
    if (page.revision() == 0) {
      throw Answers.noSession(key);
    }
    JsonAnswers.sendUnkept(ctx, json(key, page, parameters.number("last") != null));
  }

  private static JsonText json(SessionKey key, MessagePage page, boolean inOrder) {
    List<JsonText> messages =
        (inOrder ? page.inOrder() : page.messages()).stream().map(SessionJson::message).toList();
    return new JsonWriter(1024)
        .add("session", key.id())
        .add("revision", page.revision())
        .add("messages", messages)
        .add("cursor", page.cursor())
        .add("more", page.more())
        .done();
  }

  private static MessageQuery query(Parameters parameters, @Nullable Long after) {
    Long last = parameters.number("last");
    Long before = parameters.number("before");
    Long from = parameters.number("from");
    Long to = parameters.number("to");
    int limit = parameters.number("limit", MessageQuery.DEFAULT_LIMIT, MessageQuery.MAX_LIMIT);
    if (last != null) {
      limit = parameters.number("last", MessageQuery.DEFAULT_LIMIT, MessageQuery.MAX_LIMIT);
    }
    try {
      return new MessageQuery(
          parameters.text("agent"),
          after,
          before,
          from == null ? 0 : from,
          to == null ? Long.MAX_VALUE : to,
          parameters.flag("newest", last != null),
          limit);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid(String.valueOf(e.getMessage()));
    }
  }
}
