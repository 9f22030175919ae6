package io.sessionfold.cli.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.sessionfold.cli.CommandException;
import io.sessionfold.cli.ExpectedFailure;
import io.sessionfold.cli.Place;
import io.sessionfold.cli.Publishers;
import io.sessionfold.cli.Readers;
import io.sessionfold.cli.config.Setting;
import io.sessionfold.cli.config.Settings;
import io.sessionfold.cli.pipeline.Part;
import io.sessionfold.http.HttpService;
import io.sessionfold.http.HttpSettings;
import io.sessionfold.http.HttpSettings.Tls;
import io.sessionfold.http.RequestListener;
import io.sessionfold.http.Routes;
import io.sessionfold.http.console.ConsoleRoutes;
import io.sessionfold.http.feed.FeedRoutes;
import io.sessionfold.http.feed.StreamLimits;
import io.sessionfold.http.gateway.WriteRoutes;
import io.sessionfold.http.operate.OperateRoutes;
import io.sessionfold.http.reading.ReadRoutes;
import io.sessionfold.ingest.EventPublisher;
import io.sessionfold.query.SessionReader;
import io.sessionfold.query.feed.ChangeFeed;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The gateway and the query service of a process, on one port. They answer from their start on,
 * with 503 while what they need is away. Closing takes no more requests first, and then ends what
 * they were answered from.
 */
public final class WebService implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final List<PartCheck> checks = new ArrayList<>();
  private final HttpMeters meters;
  private final @Nullable HttpService http;

  private WebService(Place place, Set<Part> parts, boolean anyPort, MeterRegistry registry) {
    meters = new HttpMeters(registry);
    List<Routes> routes = new ArrayList<>();
    List<FeedRoutes> streams = new ArrayList<>();
    HttpService started = null;
    try {
      if (parts.contains(Part.GATEWAY)) {
        routes.add(gateway(place));
      }
      if (parts.contains(Part.QUERY)) {
        streams.add(query(place, routes));
        routes.addAll(streams);
      }
      if (!routes.isEmpty()) {
        started = start(place.settings(), routes, anyPort, meters);
        open.push(started);
        // Streams have no end of their own that the service could wait for.
        streams.forEach(open::push);
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    this.http = started;
  }

  /**
   * Starts those of the parts that are served over HTTP; with none of them, nothing.
   *
   * @param anyPort whether another port will do where the default one is in use
   * @param registry where the meters belong
   * @throws CommandException if it cannot listen, with the setting that is to be changed
   */
  public static WebService start(
      Place place, Set<Part> parts, boolean anyPort, MeterRegistry registry) {
    return new WebService(place, parts, anyPort, registry);
  }

  private Routes gateway(Place place) {
    Settings settings = place.settings();
    String source = settings.text(Setting.HTTP_SOURCE);
    EventPublisher publisher = Publishers.ofGateway(place, source);
    open.push(publisher);
    meters.gateway(publisher);
    EventLogCheck log = new EventLogCheck(place.kafka());
    open.push(log);
    check(Part.GATEWAY, log);
    return new WriteRoutes(
        publisher, place.limits(), source, settings.integer(Setting.HTTP_BODY_BYTES));
  }

  private void check(Part part, Supplier<Finding> question) {
    PartCheck check = PartCheck.start(part, question);
    open.push(check);
    checks.add(check);
  }

  private FeedRoutes query(Place place, List<Routes> routes) {
    SessionReader reader = Readers.ofHistories(place);
    open.push(reader);
    routes.add(new ReadRoutes(reader));
    routes.add(new ConsoleRoutes());
    PipelineView view = new PipelineView(place);
    open.push(view);
    routes.add(new OperateRoutes(view));
    return feed(place, reader);
  }

  private FeedRoutes feed(Place place, SessionReader reader) {
    StreamLimits limits =
        StreamLimits.DEFAULTS.withPerCaller(
            place.settings().integer(Setting.HTTP_STREAMS_PER_TOKEN));
    ChangeFeed changes = null;
    if (!place.bootstrapServers().isEmpty()) {
      changes = Readers.changes(place);
      open.push(changes);
      meters.feed(changes);
    }
    check(Part.QUERY, new ReadingCheck(reader, changes == null ? null : changes::status));
    FeedRoutes streams = new FeedRoutes(changes, limits);
    meters.streams(streams);
    return streams;
  }

  private static HttpService start(
      Settings settings, List<Routes> routes, boolean anyPort, RequestListener listener) {
    HttpSettings http = http(settings);
    try {
      return HttpService.start(http, routes, listener);
    } catch (IllegalArgumentException e) {
      throw new CommandException(Setting.HTTP_HOST.group() + ": " + e.getMessage(), e);
    } catch (IOException e) {
      if (isInUse(e) && anyPort && !settings.isSet(Setting.HTTP_PORT)) {
        return elsewhere(http, routes, listener);
      }
      throw new CommandException(
          "%s: stop what uses the port, or set another %s (%s); 0 takes any free one"
              .formatted(
                  e.getMessage(), Setting.HTTP_PORT.key(), Setting.HTTP_PORT.environmentName()),
          e);
    }
  }

  private static boolean isInUse(@Nullable Throwable e) {
    return e != null && (e instanceof BindException || isInUse(e.getCause()));
  }

  private static HttpService elsewhere(
      HttpSettings http, List<Routes> routes, RequestListener listener) {
    try {
      return HttpService.start(http.onPort(0), routes, listener);
    } catch (IOException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  private static HttpSettings http(Settings settings) {
    return new HttpSettings(
        settings.text(Setting.HTTP_HOST),
        settings.integer(Setting.HTTP_PORT),
        tokens(settings),
        tls(settings),
        settings.integer(Setting.HTTP_BODY_BYTES),
        settings.integer(Setting.HTTP_REQUESTS_PER_SECOND),
        HttpSettings.IDLE);
  }

  private static @Nullable Path tokens(Settings settings) {
    String file = settings.text(Setting.HTTP_TOKENS);
    if (file.isEmpty()) {
      return null;
    }
    if (!Files.isReadable(Path.of(file))) {
      throw new CommandException(
          "%s (%s): there is no file %s that can be read; make one with `sessionfold token new --name NAME --rights write,read --file FILE`"
              .formatted(Setting.HTTP_TOKENS.key(), Setting.HTTP_TOKENS.environmentName(), file));
    }
    return Path.of(file);
  }

  private static @Nullable Tls tls(Settings settings) {
    String keystore = settings.text(Setting.HTTP_TLS_KEYSTORE);
    if (keystore.isEmpty()) {
      return null;
    }
    String file = settings.text(Setting.HTTP_TLS_PASSWORD_FILE);
    try {
      String password =
          file.isEmpty() ? "" : Files.readString(Path.of(file)).lines().findFirst().orElse("");
      return new Tls(Path.of(keystore), password);
    } catch (IOException e) {
      throw new CommandException(
          Setting.HTTP_TLS_PASSWORD_FILE.key() + ": " + ExpectedFailure.file(e), e);
    }
  }

  /** {@code http://host:port}; empty if nothing is served. */
  public String url() {
    return http == null ? "" : http.url();
  }

  /** How each part is that is served here. Asks nobody. */
  public List<ServedPart> parts() {
    if (http == null) {
      return List.of();
    }
    long heardAt = http.heardAt();
    return checks.stream().map(check -> check.now(heardAt)).toList();
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("closing the HTTP service", e);
      }
    }
  }
}
