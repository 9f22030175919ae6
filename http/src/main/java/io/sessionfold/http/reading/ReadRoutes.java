package io.sessionfold.http.reading;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.sessionfold.event.SessionKey;
import io.sessionfold.http.JsonAnswers;
import io.sessionfold.http.Routes;
import io.sessionfold.http.access.Caller;
import io.sessionfold.http.access.Right;
import io.sessionfold.http.problem.ProblemException;
import io.sessionfold.journal.Position;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.query.EventOutcome;
import io.sessionfold.query.Freshness;
import io.sessionfold.query.SessionJson;
import io.sessionfold.query.SessionReader;
import io.sessionfold.query.SessionTail;
import io.sessionfold.session.AsOf;
import io.sessionfold.session.PastSession;
import io.sessionfold.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The routes that read sessions, over a reader, which they do not close. */
public final class ReadRoutes implements Routes {
  private static final String SESSIONS = "/v1/sessions";
  private static final String SESSION = SESSIONS + "/{session}";

  private final SessionReader reader;
  private final Waits waits = new Waits();
  private final MessageRoutes messages;
  private final PastRoutes pasts;
  private final ViewRoutes views;
  private final ExportRoutes exports;

  /** What a session is answered with of its messages. */
  enum Messages {
    NONE,
    TAIL,
    ALL
  }

  /** Routes over a reader. */
  public ReadRoutes(SessionReader reader) {
    this.reader = reader;
    this.messages = new MessageRoutes(reader, waits);
    this.pasts = new PastRoutes(reader, waits);
    this.views = new ViewRoutes(reader, waits);
    this.exports = new ExportRoutes(reader);
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(SESSIONS, this::sessions, Right.READ);
    routes.get(SESSION, this::session, Right.READ);
    routes.get(SESSION + "/messages", this::messages, Right.READ);
    routes.get(SESSION + "/timeline", views::timeline, Right.READ);
    routes.get(SESSION + "/export", exports::session, Right.READ);
    routes.get("/v1/export", exports::tenant, Right.READ);
    routes.get(SESSION + "/usage", this::usage, Right.READ);
    routes.get(SESSION + "/diff", pasts::diff, Right.READ);
    routes.get("/v1/outcomes/{token}", this::outcomes, Right.READ);
  }

  /** The view tells which parameters there are. */
  private void messages(Context ctx) {
    if ("valid".equals(ctx.queryParam("view"))) {
      views.valid(ctx);
    } else {
      messages.messages(ctx);
    }
  }

  static Set<String> known(String... more) {
    Set<String> known = new TreeSet<>(Waits.PARAMETERS);
    known.addAll(List.of(more));
    return known;
  }

  private void sessions(Context ctx) {
    JsonAnswers.sendUnkept(ctx, SessionSearchAnswer.of(ctx, reader));
  }

  private void session(Context ctx) {
    SessionKey key = Caller.session(ctx);
    Parameters parameters = Parameters.of(ctx, known("messages", "as_of"));
    Messages shown = parameters.choice("messages", Messages.class, Messages.TAIL);
    AsOf point = parameters.point("as_of");
    if (point == null) {
      waits.read(parameters, freshness -> present(ctx, key, shown, freshness));
    } else {
      PastSession past = waits.read(parameters, freshness -> pasts.find(key, point, freshness));
      JsonAnswers.sendUnkept(
          ctx, shown == Messages.NONE ? SessionJson.head(past.session()) : SessionJson.whole(past));
    }
  }

  /** The tag belongs to the journal that was active before the read, whose revision it is. */
  private boolean present(Context ctx, SessionKey key, Messages shown, Freshness freshness) {
    int journal = reader.journal();
    if (shown == Messages.ALL) {
      Session session = reader.session(key, freshness).orElseThrow(() -> Answers.noSession(key));
      Answers.tagged(ctx, tag(journal, session, shown), () -> SessionJson.whole(session));
    } else {
      SessionTail tail = reader.tail(key, freshness).orElseThrow(() -> Answers.noSession(key));
      Answers.tagged(
          ctx,
          tag(journal, tail.session(), shown),
          () -> shown == Messages.NONE ? SessionJson.head(tail.session()) : SessionJson.tail(tail));
    }
    return true;
  }

  private static String tag(int journal, Session session, Messages shown) {
    return "\"" + journal + "-" + session.revision() + "-" + shown.name().charAt(0) + "\"";
  }

  private void usage(Context ctx) {
    SessionKey key = Caller.session(ctx);
    Parameters parameters = Parameters.of(ctx, known());
    Session session =
        waits
            .read(parameters, freshness -> reader.tail(key, freshness))
            .orElseThrow(() -> Answers.noSession(key))
            .session();
    JsonAnswers.sendUnkept(
        ctx,
        new JsonWriter()
            .add("session", key.id())
            .add("revision", session.revision())
            .addAll(SessionJson.usage(session.usage()))
            .done());
  }

  private void outcomes(Context ctx) {
    Position position;
    try {
      position = Position.parse(ctx.pathParam("token"));
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid(String.valueOf(e.getMessage()));
    }
    Map<Position, EventOutcome> outcomes = reader.outcome(Caller.of(ctx).tenant(), position);
    List<JsonText> all = new ArrayList<>();
    outcomes.forEach((at, outcome) -> all.add(OutcomeJson.of(at, outcome)));
    JsonAnswers.sendUnkept(ctx, new JsonWriter().add("outcomes", all).done());
  }
}
