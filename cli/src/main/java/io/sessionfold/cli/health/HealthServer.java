package io.sessionfold.cli.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sessionfold.cli.CommandException;
import io.sessionfold.cli.config.Setting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Answers {@code /livez}, {@code /readyz} and {@code /metrics} over HTTP. The answers hold states,
 * numbers and reasons, and never what a session says or a secret. It waits for nothing: a part that
 * hangs cannot make it hang.
 */
final class HealthServer implements AutoCloseable {
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService threads;
  private final Supplier<Health> health;
  private final Supplier<String> metrics;

  private HealthServer(HttpServer server, Supplier<Health> health, Supplier<String> metrics) {
    this.server = server;
    this.health = health;
    this.metrics = metrics;
    this.threads =
        Executors.newFixedThreadPool(
            2,
            work -> {
              Thread thread = new Thread(work, "health-http");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::answer);
  }

  /**
   * Begins to answer.
   *
   * @param port 0 for any free one
   * @throws CommandException if the address cannot be taken, with the setting that is to be changed
   */
  static HealthServer start(
      String host, int port, Supplier<Health> health, Supplier<String> metrics) {
    HealthServer started = new HealthServer(bound(host, port), health, metrics);
    started.server.start();
    return started;
  }

  private static HttpServer bound(String host, int port) {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 16);
    } catch (UnknownHostException e) {
      throw new CommandException(
          "%s (%s): there is no address %s; give one of this machine, or 0.0.0.0 for all"
              .formatted(Setting.HEALTH_HOST.key(), Setting.HEALTH_HOST.environmentName(), host),
          e);
    } catch (IOException e) {
      throw new CommandException(
          "health cannot be served on %s:%d (%s): stop what uses the port, or set another %s (%s); 0 takes any free one"
              .formatted(
                  host,
                  port,
                  e.getMessage(),
                  Setting.HEALTH_PORT.key(),
                  Setting.HEALTH_PORT.environmentName()),
          e);
    }
  }

  /** Where it answers; an address that means all of this machine's is shown as its own. */
  String url() {
    InetSocketAddress address = server.getAddress();
    String host =
        address.getAddress().isAnyLocalAddress()
            ? "127.0.0.1"
            : address.getAddress().getHostAddress();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!Set.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        send(exchange, 405, "text/plain", "GET it\n");
        return;
      }
      Moment now = Moment.now();
      Health at = health.get();
      switch (exchange.getRequestURI().getPath()) {
        case "/livez" -> send(exchange, at.isLive(now), at, "live");
        case "/readyz" -> send(exchange, at.isReady(now), at, "ready");
        case "/metrics" -> send(exchange, 200, METRICS_TYPE, metrics.get());
        default -> send(exchange, 404, "text/plain", "there are /livez, /readyz and /metrics\n");
      }
    }
  }

  private static void send(HttpExchange exchange, boolean well, Health health, String what)
      throws IOException {
    String body = health.json(well ? what : "not " + what) + "\n";
    send(exchange, well ? 200 : 503, "application/json", body);
  }

  private static void send(HttpExchange exchange, int code, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(code, head ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
