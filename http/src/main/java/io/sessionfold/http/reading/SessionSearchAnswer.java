package io.sessionfold.http.reading;

import io.javalin.http.Context;
import io.sessionfold.http.access.Caller;
import io.sessionfold.http.problem.ProblemException;
import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.query.SessionJson;
import io.sessionfold.query.SessionPage;
import io.sessionfold.query.SessionQuery;
import io.sessionfold.query.SessionQuery.Order;
import io.sessionfold.query.SessionReader;
import io.sessionfold.query.TimeRange;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which sessions a request asks for. */
final class SessionSearchAnswer {
  private static final String METADATA = "metadata.";
  private static final Set<String> PARAMETERS =
      Set.of(
          "user",
          "application",
          "created_from",
          "created_to",
          "updated_from",
          "updated_to",
          "order",
          "newest",
          "limit",
          "cursor");

  private SessionSearchAnswer() {}

  /** {@code {sessions: […], cursor?}}. */
  static JsonText of(Context ctx, SessionReader reader) {
    SessionPage page;
    try {
      page = reader.sessions(query(ctx));
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid(String.valueOf(e.getMessage()));
    }
    List<JsonText> sessions = page.sessions().stream().map(SessionJson::summary).toList();
    return new JsonWriter().add("sessions", sessions).add("cursor", page.cursor()).done();
  }

  private static SessionQuery query(Context ctx) {
    Set<String> known = new HashSet<>(PARAMETERS);
    ctx.queryParamMap().keySet().stream().filter(n -> n.startsWith(METADATA)).forEach(known::add);
    Parameters parameters = Parameters.of(ctx, known);
    SessionQuery query =
        SessionQuery.of(Caller.of(ctx).tenant())
            .user(parameters.text("user"))
            .application(parameters.text("application"))
            .created(new TimeRange(parameters.time("created_from"), parameters.time("created_to")))
            .updated(new TimeRange(parameters.time("updated_from"), parameters.time("updated_to")))
            .sorted(
                parameters.choice("order", Order.class, Order.UPDATED),
                parameters.flag("newest", true))
            .limit(parameters.number("limit", SessionQuery.DEFAULT_LIMIT, SessionQuery.MAX_LIMIT))
            .cursor(parameters.text("cursor"));
    for (String name : known) {
      String value = name.startsWith(METADATA) ? parameters.text(name) : null;
      if (value != null) {
        query = query.metadata(name.substring(METADATA.length()), value(value));
      }
    }
    return query;
  }

  /** What is a JSON number, boolean or null is that; everything else is a text. */
  private static JsonText value(String given) {
    try {
      JsonText json = JsonText.parse(given);
      return switch (json.kind()) {
        case NUMBER, BOOLEAN, NULL, STRING -> json;
        case OBJECT, ARRAY -> JsonText.of(given);
      };
    } catch (JsonSyntaxException e) {
      return JsonText.of(given);
    }
  }
}
