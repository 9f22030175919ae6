package io.sessionfold.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sessionfold.benchmarks.HttpLoad.Answers;
import io.sessionfold.cli.Place;
import io.sessionfold.cli.config.Setting;
import io.sessionfold.cli.config.Settings;
import io.sessionfold.cli.pipeline.Part;
import io.sessionfold.cli.web.WebService;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the gateway and the query service over HTTP. */
@Command(
    name = "http",
    description = {
      "Publish messages over HTTP as fast as they are acknowledged, in batches and one by one, and",
      "read whole sessions at a steady rate. The whole pipeline, the service and those who ask are",
      "in one JVM, mongod beside it. As long a warm-up comes before each."
    })
final class HttpBench implements Callable<Integer> {
  private static final int BATCH = 20;
  private static final int SESSIONS = 500;

  /** So many sessions are on every partition. */
  private static final int SETTLED = 40;

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int SESSION_MESSAGES = 100;

  @Option(names = "--seconds", description = "For each measurement (default: ${DEFAULT-VALUE})")
  private int seconds = 15;

  @Option(names = "--connections", description = "That publish (default: ${DEFAULT-VALUE})")
  private int connections = 32;

  @Option(names = "--rate", description = "Reads a second (default: ${DEFAULT-VALUE})")
  private int rate = 200;

  @Option(names = "--bytes", description = "Content of a message (default: ${DEFAULT-VALUE})")
  private int bytes = 400;

  @Mixin private MongodOption mongod = new MongodOption();
  @Mixin private FiguresOption output = new FiguresOption();

  @Override
  public Integer call() throws Exception {
    Figures figures = new Figures();
    try (LocalPipeline pipeline = LocalPipeline.start(mongod.path(), false);
        WebService web =
            WebService.start(
                unlimited(pipeline.place()),
                EnumSet.of(Part.GATEWAY, Part.QUERY),
                true,
                new SimpleMeterRegistry())) {
      URI service = URI.create(web.url());
      publish(service, figures, BATCH);
      publish(service, figures, 1);
      read(service, figures);
    }
    System.out.println(output.text(figures));
    return 0;
  }

  /** The limit of requests is none for those who measure. */
  private static Place unlimited(Place place) {
    Settings settings =
        Settings.read(
            Map.of(
                Setting.HTTP_PORT,
                "0",
                Setting.HTTP_REQUESTS_PER_SECOND,
                Integer.toString(Integer.MAX_VALUE)),
            Map.of(),
            null);
    return new Place(
        settings, place.data(), place.bootstrapServers(), place.mongoUri(), place.database());
  }

  private void publish(URI service, Figures figures, int batch) throws Exception {
    HttpLoad load = new HttpLoad(service, connections);
    String body = body(batch);
    String sessions = "/v1/sessions/bench-" + batch + "-";
    HttpLoad.Request request =
        (connection, number) -> connection.post(sessions + number % 5000 + "/messages", body);
    System.err.printf(
        "publishing in batches of %d, %d s after as long a warm-up%n", batch, seconds);
    Answers unused = load.atMost(seconds, 202, request);
    Answers answers = load.atMost(seconds, 202, request);
    String section = batch == 1 ? "publish, one message a request" : "publish, batches of " + batch;
    figures.add(section, "acknowledged messages a second", answers.perSecond() * batch);
    latency(figures, section, answers);
    awaitReadable(service, sessions, SETTLED);
  }

  /**
   * Waits until the pipeline has caught up, so that what is measured next has the machine alone.
   */
  private static void awaitReadable(URI service, String sessions, int count) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try (HttpConnection connection = new HttpConnection(service)) {
      for (int i = 0; i < count; i++) {
        int status;
        do {
          status = connection.get(sessions + i + "?messages=none&fresh=true&wait=30s");
        } while (status == 504 && System.nanoTime() < end);
        require(200, status);
      }
    }
  }

  private static void require(int expected, int status) {
    if (status != expected) {
      throw new IllegalStateException("answered with " + status);
    }
  }

  private void read(URI service, Figures figures) throws Exception {
    String body = body(SESSION_MESSAGES);
    try (HttpConnection connection = new HttpConnection(service)) {
      for (int i = 0; i < SESSIONS; i++) {
        require(202, connection.post("/v1/sessions/read-" + i + "/messages", body));
      }
    }
    awaitReadable(service, "/v1/sessions/read-", SESSIONS);
    HttpLoad load = new HttpLoad(service, 8);
    HttpLoad.Request request =
        (connection, number) ->
            connection.get("/v1/sessions/read-" + number * 7 % SESSIONS + "?messages=all");
    System.err.printf("reading sessions of %d messages, %d a second%n", SESSION_MESSAGES, rate);
    Answers unused = load.paced(rate, seconds, 200, request);
    Answers answers = load.paced(rate, seconds, 200, request);
    String section = "read a session of " + SESSION_MESSAGES + " messages";
    figures.add(section, "reads a second", answers.perSecond());
    latency(figures, section, answers);
  }

  private static void latency(Figures figures, String section, Answers answers) {
    figures.add(section, "p50, milliseconds", answers.millis(50));
    figures.add(section, "p99, milliseconds", answers.millis(99));
  }

  private String body(int messages) {
    String message =
        "{\"message\":{\"role\":\"user\",\"content\":\"" + "word ".repeat(bytes / 5) + "\"}}";
    StringBuilder all = new StringBuilder("{\"agent\":\"bench\",\"messages\":[");
    for (int i = 0; i < messages; i++) {
      all.append(i == 0 ? "" : ",").append(message);
    }
    return all.append("]}").toString();
  }
}
