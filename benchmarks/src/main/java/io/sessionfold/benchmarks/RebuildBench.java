package io.sessionfold.benchmarks;

import io.sessionfold.store.Projection;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how fast a rebuild loads a journal into MongoDB, and where the time goes. */
@Command(
    name = "rebuild",
    description = {
      "Fill a journal, then load it into new generations of a real mongod: whole, and in parts.",
      "The broker and the load run in this JVM, mongod beside it. A warm-up comes first."
    })
final class RebuildBench implements Callable<Integer> {
  private static final int FULL_EVENTS = 2_000_000;
  private static final int FULL_SESSIONS = 20_000;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--full",
      description = "2,000,000 messages in 20,000 sessions, the numbers that are published")
  private boolean full;

  @Option(names = "--events", description = "Messages in the journal (default: 400000)")
  private @Nullable Integer events;

  @Option(names = "--sessions", description = "That they belong to (default: 4000)")
  private @Nullable Integer sessions;

  @Option(names = "--bytes", description = "Data of an event (default: ${DEFAULT-VALUE})")
  private int bytes = 512;

  @Option(
      names = "--conversations",
      paramLabel = "FILE",
      description = "Load these instead: a JSON object a line, {\"messages\": [...]}")
  private @Nullable Path conversations;

  @Option(names = "--repeat", description = "Of the conversations (default: ${DEFAULT-VALUE})")
  private int repeat = 100;

  @Option(names = "--partitions", description = "Of the journal (default: ${DEFAULT-VALUE})")
  private int partitions = LocalPipeline.PARTITIONS;

  @Option(
      names = "--warmup",
      description = "Events loaded before the measurement (default: ${DEFAULT-VALUE})")
  private int warmup = 400_000;

  @Option(names = "--naive", description = "Events written one by one (default: ${DEFAULT-VALUE})")
  private int naive = 20_000;

  @Option(names = "--rounds", description = "Of the whole load (default: ${DEFAULT-VALUE})")
  private int rounds = 1;

  @Option(names = "--files", description = "Load the JSONL files as well")
  private boolean files;

  @Mixin private MongodOption mongod = new MongodOption();
  @Mixin private FiguresOption output = new FiguresOption();

  @Override
  public Integer call() throws Exception {
    Messages messages = messages();
    System.err.printf(
        Locale.ROOT,
        "filling a journal of %d partitions with %,d messages; heap %,d MiB; JDK %s; %d"
            + " processors%n",
        partitions,
        messages.events(),
        Runtime.getRuntime().maxMemory() >> 20,
        Runtime.version(),
        Runtime.getRuntime().availableProcessors());
    Figures figures = new Figures();
    Set<Projection> projections =
        files ? EnumSet.allOf(Projection.class) : EnumSet.of(Projection.DOCUMENTS);
    try (RealMongod store = RealMongod.start(mongod.path());
        FilledJournal journal = FilledJournal.of(messages, partitions)) {
      RebuildRun run = new RebuildRun(journal, store, projections);
      int warm = Math.min(warmup, messages.events());
      System.err.printf(Locale.ROOT, "warming up with the first %,d of them%n", warm);
      run.warmUp(warm);
      System.err.println("reading, decoding, folding");
      run.read(figures);
      run.fold(figures);
      System.err.println("loading");
      run.load(figures, rounds);
      System.err.println("writing one by one");
      run.naive(figures, naive);
    }
    System.out.println(output.text(figures));
    return 0;
  }

  private Messages messages() {
    if (warmup < 0 || naive < 1 || rounds < 1 || partitions < 1) {
      throw wrong("--naive, --rounds and --partitions are at least 1, --warmup at least 0", null);
    }
    try {
      if (conversations != null) {
        return Conversations.read(conversations, repeat);
      }
      int all = or(events, full ? FULL_EVENTS : 400_000);
      int of = or(sessions, full ? FULL_SESSIONS : 4_000);
      return new Workload("rebuild", all, of, of, bytes);
    } catch (IllegalArgumentException e) {
      throw wrong(Objects.requireNonNullElse(e.getMessage(), "wrong numbers"), e);
    }
  }

  private ParameterException wrong(String what, @Nullable Exception cause) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), what, cause);
  }

  private static int or(@Nullable Integer given, int other) {
    return given == null ? other : given;
  }
}
