package io.sessionfold.benchmarks;

import io.sessionfold.cli.config.Setting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures streams of changes over HTTP. */
@Command(
    name = "sse",
    description = {
      "Keep many streams of changes open on a service that has a small heap, publish messages over",
      "HTTP at a steady rate, and take the time until each is seen on a stream. The gateway and the",
      "query service are a process of their own; the rest of the pipeline and those who ask are in",
      "this JVM, mongod beside it."
    })
final class SseBench implements Callable<Integer> {
  private static final String SEEN = "publish over HTTP until seen on a stream";
  private static final Pattern NUMBER = Pattern.compile("number-(\\d+);");
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  @Option(names = "--clients", description = "Streams that stay idle (default: ${DEFAULT-VALUE})")
  private int clients = 1000;

  @Option(
      names = "--heap",
      description = "Of the service, in MiB (default: ${DEFAULT-VALUE})",
      paramLabel = "MIB")
  private int heap = 256;

  @Option(names = "--rate", description = "Messages a second (default: ${DEFAULT-VALUE})")
  private int rate = 100;

  @Option(names = "--seconds", description = "For which they come (default: ${DEFAULT-VALUE})")
  private int seconds = 30;

  @Option(
      names = "--sessions",
      description =
          "In which they are said, each on a stream of its own (default: ${DEFAULT-VALUE})")
  private int sessions = 20;

  @Option(names = "--bytes", description = "Content of a message (default: ${DEFAULT-VALUE})")
  private int bytes = 400;

  @Mixin private MongodOption mongod = new MongodOption();
  @Mixin private FiguresOption output = new FiguresOption();

  @Override
  public Integer call() throws Exception {
    Figures figures = new Figures();
    try (LocalPipeline pipeline = LocalPipeline.start(mongod.path(), false);
        PartsProcess service = service(pipeline)) {
      double unused = service.awaitReady();
      measure(service, figures);
    }
    System.out.println(output.text(figures));
    return 0;
  }

  private PartsProcess service(LocalPipeline pipeline) throws IOException {
    return PartsProcess.start(
        Files.createDirectories(pipeline.place().data().resolve("service")),
        List.of("-Xmx" + heap + "m"),
        List.of(
            "gateway",
            "query",
            "--bootstrap-servers",
            pipeline.place().bootstrapServers(),
            "--mongo-uri",
            pipeline.place().mongoUri(),
            "--database",
            pipeline.place().database()),
        Map.of(
            Setting.HTTP_PORT.environmentName(),
            "0",
            Setting.HTTP_STREAMS_PER_TOKEN.environmentName(),
            Integer.toString(clients + 2 * sessions)));
  }

  private void measure(PartsProcess service, Figures figures) throws Exception {
    URI url = URI.create(service.url());
    String section = clients + " idle streams, a heap of " + heap + " MiB";
    // So that what a first request loads is not counted to the streams.
    try (HttpConnection connection = new HttpConnection(url)) {
      int unused = connection.post("/v1/sessions/warm/messages", body(-1));
    }
    double before = Memory.liveMebibytes(service.pid());
    try (EventSockets streams = new EventSockets(url)) {
      for (int i = 0; i < clients; i++) {
        streams.open("/v1/sessions/idle-" + i + "/events", data -> {});
      }
      streams.awaitBegun();
      double live = Memory.liveMebibytes(service.pid());
      figures.add(section, "live heap of the service before, MiB", before);
      figures.add(section, "live heap of the service with them, MiB", live);
      figures.add(section, "KiB a stream", (live - before) * 1024 / clients);
      figures.add(section, "threads of the service", Memory.threads(service.pid()));
      System.err.printf("publishing %d messages a second for %d s, twice%n", rate, seconds);
      Histogram unused = published(url, streams, "warm-up");
      Histogram micros = published(url, streams, "measured");
      figures.add(SEEN, "messages a second", rate);
      figures.add(SEEN, "p50, milliseconds", micros.getValueAtPercentile(50) / 1e3);
      figures.add(SEEN, "p99, milliseconds", micros.getValueAtPercentile(99) / 1e3);
      figures.add(SEEN, "the slowest, milliseconds", micros.getMaxValue() / 1e3);
      figures.add(section, "live heap afterwards, MiB", Memory.liveMebibytes(service.pid()));
      figures.add(section, "most memory of the process, MiB", Memory.peakMebibytes(service.pid()));
      figures.add(section, "streams that were ended", streams.ended());
    }
  }

  /** Microseconds from when each message was due to when its stream had it. */
  private Histogram published(URI url, EventSockets streams, String name) throws Exception {
    Map<Long, Long> due = new ConcurrentHashMap<>();
    Histogram micros = new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(10), 3);
    for (int i = 0; i < sessions; i++) {
      streams.open("/v1/sessions/" + name + "-" + i + "/events", data -> seen(data, due, micros));
    }
    streams.awaitBegun();
    HttpLoad load = new HttpLoad(url, 8);
    HttpLoad.Answers unused =
        load.paced(
            rate,
            seconds,
            202,
            (connection, number) -> {
              due.put(number, System.nanoTime());
              return connection.post(
                  "/v1/sessions/" + name + "-" + number % sessions + "/messages", body(number));
            });
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!due.isEmpty()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(due.size() + " messages were acknowledged and not seen");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return micros;
  }

  private static void seen(String data, Map<Long, Long> due, Histogram micros) {
    Matcher number = NUMBER.matcher(data);
    if (!number.find()) {
      throw new IllegalStateException("a change without the text that was published");
    }
    Long sent = due.remove(Long.valueOf(number.group(1)));
    if (sent == null) {
      throw new IllegalStateException("message " + number.group(1) + " was seen twice");
    }
    micros.recordValue((System.nanoTime() - sent) / 1000);
  }

  private String body(long number) {
    return "{\"agent\":\"bench\",\"message\":{\"role\":\"user\",\"content\":\"number-%d; %s\"}}"
        .formatted(number, "word ".repeat(bytes / 5));
  }
}
