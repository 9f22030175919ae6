package io.sessionfold.http.gateway;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.http.JsonAnswers;
import io.sessionfold.http.Routes;
import io.sessionfold.http.access.Caller;
import io.sessionfold.http.access.Right;
import io.sessionfold.http.problem.ProblemException;
import io.sessionfold.ingest.EventEnvelope;
import io.sessionfold.ingest.EventPublisher;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.sequence.Limits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The routes that publish. Each answers 202 with a position token once Kafka has acknowledged the
 * events with all replicas, and not before; everything else means that at least one of them is not
 * acknowledged, and says which.
 */
public final class WriteRoutes implements Routes {
  private static final String SESSION = "/v1/sessions/{session}";
  private static final String MERGE_PATCH = "application/merge-patch+json";

  private final Publishing publishing;
  private final Repeats repeats = new Repeats();
  private final Bodies bodies;
  private final CloudEventsBody cloudEvents;
  private final String source;

  /**
   * Routes over a publisher, which they do not close.
   *
   * @param source of events that name none
   * @param bodyBytes the longest body
   */
  public WriteRoutes(EventPublisher publisher, Limits limits, String source, int bodyBytes) {
    this.publishing = new Publishing(publisher);
    this.bodies = new Bodies(bodyBytes);
    this.cloudEvents = new CloudEventsBody(limits);
    this.source = source;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post("/v1/events", this::events, Right.WRITE);
    routes.post(SESSION + "/messages", this::messages, Right.WRITE);
    routes.post(
        SESSION + "/measurements", ctx -> one(ctx, EventType.MESSAGE_MEASURED), Right.WRITE);
    routes.post(SESSION + "/redactions", ctx -> one(ctx, EventType.MESSAGE_REDACTED), Right.WRITE);
    routes.post(
        SESSION + "/replacements", ctx -> one(ctx, EventType.MESSAGE_REPLACED), Right.WRITE);
    routes.post(
        SESSION + "/guardrails", ctx -> one(ctx, EventType.GUARDRAIL_TRIGGERED), Right.WRITE);
    routes.post(SESSION + "/feedback", this::feedback, Right.WRITE);
    routes.post(SESSION + "/close", ctx -> one(ctx, EventType.SESSION_CLOSED), Right.WRITE);
    routes.put(SESSION, ctx -> one(ctx, EventType.SESSION_STARTED), Right.WRITE);
    routes.delete(SESSION, this::delete, Right.WRITE);
    routes.patch(SESSION + "/metadata", this::metadata, Right.WRITE);
    routes.patch(SESSION + "/agents/{agent}", this::agent, Right.WRITE);
  }

  private void events(Context ctx) {
    answer(ctx, publishing.publish(cloudEvents.requests(ctx, bodies.bytes(ctx))));
  }

  private void messages(Context ctx) {
    SessionKey session = Caller.session(ctx);
    JsonText body = bodies.object(ctx);
    publish(ctx, body, envelopes -> MessagesBody.requests(session, body, envelopes));
  }

  /** An event whose data is the body, but for the members of the envelope. */
  private void one(Context ctx, EventType type) {
    one(ctx, type, bodies.object(ctx), Map.of());
  }

  private void one(Context ctx, EventType type, JsonText body, Map<String, JsonText> more) {
    SessionKey session = Caller.session(ctx);
    publish(
        ctx,
        body,
        envelopes -> {
          Map<String, JsonText> members = body.members();
          EventEnvelope envelope = envelopes.taken(members, "");
          Map<String, JsonText> data = new LinkedHashMap<>(more);
          data.putAll(members);
          return List.of(new PublishRequest(session, type, JsonWriter.object(data), envelope, ""));
        });
  }

  /**
   * Any member of a feedback may be the producer's own, so that the envelope is in headers alone.
   */
  private void feedback(Context ctx) {
    whole(ctx, EventType.FEEDBACK_GIVEN, bodies.object(ctx));
  }

  private void metadata(Context ctx) {
    boolean patch = Bodies.mediaType(ctx).equals(MERGE_PATCH);
    whole(
        ctx,
        EventType.METADATA_CHANGED,
        patch ? MergePatch.changes(Bodies.object(bodies.bytes(ctx))) : bodies.object(ctx));
  }

  private void delete(Context ctx) {
    String reason = ctx.queryParam("reason");
    whole(ctx, EventType.SESSION_DELETED, new JsonWriter().add("reason", reason).done());
  }

  private void whole(Context ctx, EventType type, JsonText data) {
    SessionKey session = Caller.session(ctx);
    publish(
        ctx,
        data,
        envelopes -> List.of(new PublishRequest(session, type, data, envelopes.single(), "")));
  }

  private void agent(Context ctx) {
    JsonText body = bodies.object(ctx);
    if (body.members().containsKey("agent")) {
      throw ProblemException.invalid("the agent is named by the path, and not in the body");
    }
    one(ctx, EventType.AGENT_SYNCED, body, Map.of("agent", JsonText.of(ctx.pathParam("agent"))));
  }

  private void publish(
      Context ctx, JsonText body, Function<Envelopes, List<PublishRequest>> requests) {
    Envelopes envelopes = Envelopes.of(ctx, source);
    String key = envelopes.key();
    Supplier<CompletableFuture<Published>> publish =
        () -> publishing.publish(requests.apply(envelopes));
    answer(
        ctx,
        key == null
            ? publish.get()
            : repeats.once(
                new Repeats.Key(Caller.of(ctx).tenant(), ctx.method() + " " + ctx.path(), key),
                body,
                publish));
  }

  private static void answer(Context ctx, CompletableFuture<Published> publishing) {
    ctx.future(
        () ->
            publishing.thenAccept(
                published -> {
                  ctx.status(202);
                  JsonAnswers.send(ctx, published.json());
                }));
  }
}
