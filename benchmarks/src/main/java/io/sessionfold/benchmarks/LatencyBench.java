package io.sessionfold.benchmarks;

import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how long an acknowledged event waits until it is readable. */
@Command(
    name = "latency",
    description = {
      "Publish at a steady rate and take the time from each acknowledgement to the moment",
      "when a reader that waits for that event may read it. As long a warm-up comes first."
    })
final class LatencyBench implements Callable<Integer> {
  private static final String SECTION = "acknowledged to readable, milliseconds";

  @Option(names = "--rate", description = "Events a second (default: ${DEFAULT-VALUE})")
  private int rate = 500;

  @Option(names = "--seconds", description = "For how long (default: ${DEFAULT-VALUE})")
  private int seconds = 20;

  @Option(names = "--sessions", description = "Over how many sessions (default: ${DEFAULT-VALUE})")
  private int sessions = 1_000;

  @Option(names = "--bytes", description = "Data of an event (default: ${DEFAULT-VALUE})")
  private int bytes = 512;

  @Mixin private MongodOption mongod = new MongodOption();
  @Mixin private FiguresOption output = new FiguresOption();

  @Option(names = "--markdown", description = "Print one row of a Markdown table")
  private boolean markdown;

  @Override
  public Integer call() throws Exception {
    Workload workload =
        new Workload(
            "latency", rate * seconds, Math.min(sessions, rate * seconds), sessions, bytes);
    Histogram micros;
    try (LocalPipeline pipeline = LocalPipeline.start(mongod.path(), false)) {
      System.err.printf("warming up for %d s at %d events/s%n", seconds, rate);
      var unused = new LatencyRun(pipeline, rate).measure(workload.warmUp(workload.events()));
      micros = new LatencyRun(pipeline, rate).measure(workload);
    }
    Figures figures = new Figures();
    figures.add("load", "events a second", rate);
    figures.add("load", "events", (double) micros.getTotalCount());
    for (double percentile : new double[] {50, 90, 99, 99.9}) {
      String name = "p" + String.valueOf(percentile).replace(".0", "");
      figures.add(SECTION, name, micros.getValueAtPercentile(percentile) / 1e3);
    }
    figures.add(SECTION, "highest", micros.getMaxValue() / 1e3);
    if (markdown) {
      System.err.println(MarkdownRow.LATENCY_HEADER);
    }
    System.out.println(markdown ? row(figures) : output.text(figures));
    return 0;
  }

  private String row(Figures figures) {
    return "| %d | %s | %s | %s | %s |"
        .formatted(
            rate,
            Figures.text(figures.get(SECTION, "p50")),
            Figures.text(figures.get(SECTION, "p90")),
            Figures.text(figures.get(SECTION, "p99")),
            Figures.text(figures.get(SECTION, "highest")));
  }
}
