package io.sessionfold.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import io.sessionfold.http.access.Access;
import io.sessionfold.http.access.AccessRoutes;
import io.sessionfold.http.docs.DocsRoutes;
import io.sessionfold.http.problem.Problem;
import io.sessionfold.http.problem.ProblemType;
import io.sessionfold.http.problem.Problems;
import io.sessionfold.http.problem.RefusedRequests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Serves routes over HTTP until it is closed. What it answers when it cannot do what was asked is
 * always a problem document.
 */
public final class HttpService implements AutoCloseable {
  /**
   * Names of sessions may be anything, and come back from paths as they were encoded. No path names
   * a file, so what is ambiguous to a file server is not so here.
   */
  private static final UriCompliance URIS =
      UriCompliance.RFC3986.with(
          "sessionfold",
          EnumSet.of(
                  Violation.AMBIGUOUS_PATH_ENCODING,
                  Violation.AMBIGUOUS_PATH_PARAMETER,
                  Violation.AMBIGUOUS_PATH_SEGMENT,
                  Violation.AMBIGUOUS_PATH_SEPARATOR,
                  Violation.SUSPICIOUS_PATH_CHARACTERS)
              .toArray(Violation[]::new));

  /** Room for clients that all come back at once after a restart. */
  private static final int ACCEPT_QUEUE = 1024;

  private static final String STREAM = "text/event-stream";

  private final HttpSettings settings;
  private final Javalin javalin;
  private final AtomicBoolean asked = new AtomicBoolean();
  private volatile long heardAt = System.nanoTime();

  private HttpService(HttpSettings settings, Javalin javalin) {
    this.settings = settings;
    this.javalin = javalin;
  }

  /**
   * Begins to serve.
   *
   * @throws IllegalArgumentException if it would be reachable from other machines without tokens,
   *     or the file of tokens is not one
   * @throws IOException if the file of tokens cannot be read or the address cannot be taken
   */
  public static HttpService start(HttpSettings settings, List<Routes> routes) throws IOException {
    return start(settings, routes, (method, route, status, took) -> {});
  }

  /** {@link #start(HttpSettings, List)}, and tells somebody of every request. */
  public static HttpService start(
      HttpSettings settings, List<Routes> routes, RequestListener listener) throws IOException {
    refuseOpenToOthers(settings);
    Access access = Access.by(settings.tokens(), settings.requestsPerSecond());
    Javalin javalin =
        Javalin.create(
            config -> {
              configure(config, settings);
              config.requestLogger.http((ctx, millis) -> tell(listener, ctx, millis));
              config.routes.before(HttpService::refuseHead);
              config.routes.beforeMatched(access::admit);
              config.routes.exception(
                  HttpResponseException.class, (e, ctx) -> Problems.answer(ctx, known(e)));
              config.routes.exception(
                  Exception.class, (e, ctx) -> Problems.answer(ctx, Problems.of(e)));
              new AccessRoutes(access).addTo(config.routes);
              new DocsRoutes().addTo(config.routes);
              routes.forEach(each -> each.addTo(config.routes));
            });
    try {
      javalin.start();
    } catch (RuntimeException e) {
      javalin.stop();
      throw new IOException(
          "%s:%d cannot be listened on: %s"
              .formatted(settings.host(), settings.port(), root(e).getMessage()),
          e);
    }
    return new HttpService(settings, javalin);
  }

  private static void configure(JavalinConfig config, HttpSettings settings) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = settings.bodyBytes();
    config.http.asyncTimeout = 0;
    config.jetty.modifyServer(server -> server.setErrorHandler(new RefusedRequests()));
    config.jetty.addConnector((server, http) -> connector(server, http, settings));
  }

  private static Connector connector(Server server, HttpConfiguration http, HttpSettings settings) {
    http.setUriCompliance(URIS);
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    ServerConnector connector;
    HttpSettings.Tls tls = settings.tls();
    if (tls == null) {
      connector = new ServerConnector(server, new HttpConnectionFactory(http));
    } else {
      SslContextFactory.Server ssl = new SslContextFactory.Server();
      ssl.setKeyStorePath(tls.keystore().toString());
      ssl.setKeyStorePassword(tls.password());
      // Who may connect is told by the token, and names without SNI are those of addresses.
      http.addCustomizer(new SecureRequestCustomizer(false));
      connector =
          new ServerConnector(
              server, new SslConnectionFactory(ssl, "http/1.1"), new HttpConnectionFactory(http));
    }
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.setIdleTimeout(settings.idle().toMillis());
    return connector;
  }

  private static void refuseOpenToOthers(HttpSettings settings) {
    if (settings.tokens() == null && !isLoopback(settings.host())) {
      throw new IllegalArgumentException(
          settings.host()
              + " can be reached from other machines, and without tokens everyone may read and write"
              + " everything: name a file of tokens, or listen on 127.0.0.1");
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("there is no address " + host, e);
    }
  }

  /** Otherwise it would be answered for every path of a GET, without asking who asks. */
  private static void refuseHead(Context ctx) {
    if (ctx.method().equals(HandlerType.HEAD)) {
      throw Problem.of(ProblemType.METHOD_NOT_ALLOWED, "ask with GET").exception();
    }
  }

  private static void tell(RequestListener listener, Context ctx, float millis) {
    Endpoint matched = ctx.endpoints().matchedHttpEndpoint();
    String type = ctx.res().getContentType();
    boolean streamed = type != null && type.startsWith(STREAM);
    listener.answered(
        matched == null ? RequestListener.NO_ROUTE : matched.method.name(),
        matched == null ? RequestListener.NO_ROUTE : matched.path,
        ctx.statusCode(),
        streamed ? null : Duration.ofNanos((long) (millis * 1e6)));
  }

  private static Problem known(HttpResponseException e) {
    return switch (e.getStatus()) {
      case 404 -> Problem.of(ProblemType.NOT_FOUND, "no such path; /docs has them all");
      case 405 -> Problem.of(ProblemType.METHOD_NOT_ALLOWED, "see /docs for what is answered here");
      case 413 -> Problem.of(ProblemType.TOO_LARGE, "the body is too long");
      default -> Problem.of(ProblemType.INVALID_REQUEST, "the request cannot be read");
    };
  }

  private static Throwable root(Throwable e) {
    return e.getCause() == null ? e : root(e.getCause());
  }

  /** Every route that it answers, with its path and the rights that it needs. */
  List<Endpoint> endpoints() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(parsed -> parsed.endpoint)
        .filter(endpoint -> endpoint.method.isHttpMethod())
        .toList();
  }

  /** Where it answers; an address that means all of this machine's is shown as its own. */
  public String url() {
    String host = settings.host();
    String shown = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    return (settings.tls() == null ? "http://" : "https://")
        + (shown.contains(":") ? "[" + shown + "]" : shown)
        + ":"
        + javalin.port();
  }

  /**
   * When it last had a thread for something new, in nanoseconds of {@link System#nanoTime}. Each
   * call asks anew, and does not wait.
   */
  public long heardAt() {
    if (asked.compareAndSet(false, true)) {
      try {
        javalin.jettyServer().threadPool().execute(this::heard);
      } catch (RejectedExecutionException e) {
        asked.set(false);
      }
    }
    return heardAt;
  }

  private void heard() {
    heardAt = System.nanoTime();
    asked.set(false);
  }

  /** Takes no more requests, and lets those under way end for a moment. Safe to call twice. */
  @Override
  public void close() {
    javalin.stop();
  }
}
