package io.sessionfold.benchmarks;

import io.sessionfold.cli.Place;
import io.sessionfold.cli.config.Settings;
import io.sessionfold.embedded.BrokerConfig;
import io.sessionfold.embedded.EmbeddedBroker;
import io.sessionfold.embedded.MongodConfig;
import io.sessionfold.embedded.MongodProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures that memory and open files stay within their bounds, whatever is published. */
@Command(
    name = "limits",
    description = {
      "Start projector and both sinks, in one JVM of their own, on logs that could be too much.",
      "The log is filled first. File descriptors are all of that JVM, sockets and jars included."
    })
final class LimitsBench implements Callable<Integer> {
  @Parameters(arity = "0..*", description = "${COMPLETION-CANDIDATES} (default: all)")
  private List<Extreme> extremes = List.of(Extreme.values());

  @Option(
      names = "--gigabytes",
      description = "Of event data in the backlog (default: ${DEFAULT-VALUE})")
  private double gigabytes = 10;

  @Mixin private MongodOption mongod = new MongodOption();
  @Mixin private FiguresOption output = new FiguresOption();

  @Override
  public Integer call() throws Exception {
    Path binary = RealMongod.binary(mongod.path());
    Figures figures = new Figures();
    for (Extreme extreme : extremes) {
      measure(extreme.workload(gigabytes), binary, figures);
    }
    System.out.println(output.text(figures));
    return 0;
  }

  private static void measure(Workload workload, Path binary, Figures figures) throws Exception {
    System.err.printf(
        Locale.ROOT,
        "%s: %,d messages of %,d bytes, %,d sessions, %,d open at a time%n",
        workload.name(),
        workload.events(),
        workload.bytes(),
        workload.sessions(),
        workload.open());
    Path directory = Files.createTempDirectory("sessionfold-limits");
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.in(directory.resolve("kafka")));
        MongodProcess process =
            MongodProcess.start(
                MongodConfig.in(directory.resolve("mongod"), binary)
                    .withCacheMegabytes(RealMongod.CACHE_MEGABYTES))) {
      Settings settings = Settings.read(Map.of(), Map.of(), null);
      Place place =
          new Place(
              settings,
              directory.resolve("data"),
              broker.bootstrapServers(),
              process.uri(),
              "sessionfold");
      LimitsRun run = new LimitsRun(place);
      run.fill(workload);
      run.measure(workload, figures);
    } finally {
      Directories.delete(directory);
    }
  }
}
