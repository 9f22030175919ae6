package io.sessionfold.benchmarks;

import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how fast events become readable, and what that costs. */
@Command(
    name = "pipeline",
    description = {
      "Publish events and wait until the last is readable in a real mongod.",
      "Broker, projector and sinks run in this JVM; mongod beside it. A warm-up comes first."
    })
final class PipelineBench implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--preset", description = "${COMPLETION-CANDIDATES}; others change it")
  private @Nullable Preset preset;

  @Option(names = "--events", description = "Messages to publish (default: 200000)")
  private @Nullable Integer events;

  @Option(names = "--sessions", description = "Sessions that they belong to (default: 20000)")
  private @Nullable Integer sessions;

  @Option(names = "--open", description = "Sessions open at a time (default: 500)")
  private @Nullable Integer open;

  @Option(
      names = "--order",
      description = "open: as --open says; shuffled: all sessions are open all the time")
  private Order order = Order.OPEN;

  @Option(names = "--bytes", description = "Data of an event (default: ${DEFAULT-VALUE})")
  private int bytes = 512;

  @Option(
      names = "--warmup",
      description = "Messages before the measurement (default: of the preset, else --events)")
  private @Nullable Integer warmup;

  @Mixin private MongodOption mongod = new MongodOption();

  @Option(names = "--files", description = "Run the sink of JSONL files as well")
  private boolean files;

  @Option(
      names = "--stepwise",
      description = "Publish each tenth when the one before is readable; one-long-session does")
  private boolean stepwise;

  @Mixin private FiguresOption output = new FiguresOption();

  @Option(names = "--markdown", description = "Print one row of a Markdown table")
  private boolean markdown;

  /** How the sessions follow each other. */
  enum Order {
    OPEN,
    SHUFFLED
  }

  @Override
  public Integer call() throws Exception {
    Workload workload = workload();
    int warmUpEvents = or(warmup, preset == null ? workload.events() : preset.warmUp());
    System.err.printf(
        Locale.ROOT,
        "%s: %,d messages of %d bytes, %,d sessions, %,d open at a time; heap %,d MiB; JDK %s;"
            + " %d processors%n",
        workload.name(),
        workload.events(),
        workload.bytes(),
        workload.sessions(),
        workload.open(),
        Runtime.getRuntime().maxMemory() >> 20,
        Runtime.version(),
        Runtime.getRuntime().availableProcessors());
    Figures figures;
    try (LocalPipeline pipeline = LocalPipeline.start(mongod.path(), files)) {
      PipelineRun run = new PipelineRun(pipeline);
      if (warmUpEvents > 0) {
        System.err.printf(Locale.ROOT, "warming up with %,d messages%n", warmUpEvents);
        var unused = run.publish(workload.warmUp(warmUpEvents), 1, false);
      }
      figures = run.measure(workload, stepwise || (preset != null && preset.stepwise()));
    }
    if (markdown) {
      System.err.println(MarkdownRow.HEADER);
    }
    System.out.println(markdown ? MarkdownRow.of(workload, figures) : output.text(figures));
    return 0;
  }

  private Workload workload() {
    Workload base =
        preset == null ? new Workload("custom", 200_000, 20_000, 500, 512) : preset.workload(bytes);
    int ofSessions = or(sessions, base.sessions());
    int atATime = order == Order.SHUFFLED ? ofSessions : or(open, base.open());
    try {
      return new Workload(base.name(), or(events, base.events()), ofSessions, atATime, bytes);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(Objects.requireNonNull(spec).commandLine(), e.getMessage(), e);
    }
  }

  private static int or(@Nullable Integer given, int other) {
    return given == null ? other : given;
  }
}
