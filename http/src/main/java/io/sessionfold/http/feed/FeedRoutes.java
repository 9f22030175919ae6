package io.sessionfold.http.feed;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.sessionfold.http.Routes;
import io.sessionfold.http.access.Access;
import io.sessionfold.http.access.Caller;
import io.sessionfold.http.access.Right;
import io.sessionfold.http.problem.Problem;
import io.sessionfold.http.problem.ProblemException;
import io.sessionfold.http.problem.ProblemType;
import io.sessionfold.query.feed.ChangeFeed;
import io.sessionfold.query.feed.FeedScope;
import io.sessionfold.query.feed.FeedSubscription;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/**
 * The routes that tell changes as they happen, over a feed, which they do not close. Closing them
 * ends the streams; it has to come before the service that serves them is closed.
 */
public final class FeedRoutes implements Routes, AutoCloseable {
  private static final String LAST_EVENT_ID = "Last-Event-ID";
  private static final String LAST_EVENT_ID_PARAMETER = "last_event_id";

  /** A stream writes whole pieces, and need not have room for them twice. */
  private static final int BUFFER_BYTES = 1024;

  private final @Nullable ChangeFeed feed;
  private final OpenStreams streams;

  /**
   * Routes over a feed.
   *
   * @param feed absent: there is no Kafka, and the routes say so
   */
  public FeedRoutes(@Nullable ChangeFeed feed, StreamLimits limits) {
    this.feed = feed;
    streams = new OpenStreams(limits);
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(
        "/v1/sessions/{session}/events",
        ctx -> open(ctx, FeedScope.session(Caller.session(ctx))),
        Right.READ);
    routes.get(
        "/v1/changes", ctx -> open(ctx, FeedScope.tenant(Caller.of(ctx).tenant())), Right.READ);
  }

  private void open(Context ctx, FeedScope scope) throws IOException {
    String token = token(ctx);
    String caller = Caller.of(ctx).name();
    EndPoint connection = connection(ctx);
    streams.enter(caller);
    EventStream stream =
        new EventStream(
            streams, Access.holding(ctx), connection::close, () -> streams.leave(caller));
    boolean begun = false;
    try {
      stream.tell(subscribe(scope, token, stream));
      ctx.contentType("text/event-stream");
      ctx.header("Cache-Control", "no-store");
      // A proxy that collects before it passes on would make a stream of nothing.
      ctx.header("X-Accel-Buffering", "no");
      ctx.res().setBufferSize(BUFFER_BYTES);
      ctx.future(() -> stream.to(output(ctx)));
      begun = true;
    } finally {
      if (!begun) {
        stream.cancel();
      }
    }
  }

  private FeedSubscription subscribe(FeedScope scope, @Nullable String token, EventStream stream) {
    if (feed == null) {
      throw Problem.of(
              ProblemType.NOT_CONFIGURED,
              "changes are told from Kafka's journal: start the service with bootstrap-servers")
          .exception();
    }
    try {
      return feed.subscribe(scope, token, stream::call);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid(LAST_EVENT_ID + ": " + e.getMessage());
    }
  }

  /** The header is the later one: a browser that comes back has it, and its first address. */
  private static @Nullable String token(Context ctx) {
    for (String name : ctx.queryParamMap().keySet()) {
      if (!name.equals(LAST_EVENT_ID_PARAMETER)) {
        throw ProblemException.invalid(
            "query parameter " + name + ": is not known here; there is " + LAST_EVENT_ID_PARAMETER);
      }
    }
    String header = ctx.header(LAST_EVENT_ID);
    String token =
        header == null || header.isEmpty() ? ctx.queryParam(LAST_EVENT_ID_PARAMETER) : header;
    return token == null || token.isEmpty() ? null : token;
  }

  private static EndPoint connection(Context ctx) {
    return ServletContextRequest.getServletContextRequest(ctx.req())
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint();
  }

  private static ServletOutputStream output(Context ctx) {
    try {
      return ctx.res().getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many streams are open. */
  public int open() {
    return streams.count();
  }

  /** Ends all streams; their clients come back with their last tokens. */
  @Override
  public void close() {
    streams.close();
  }
}
