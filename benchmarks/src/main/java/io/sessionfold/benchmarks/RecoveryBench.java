package io.sessionfold.benchmarks;

import io.sessionfold.cli.CommandException;
import io.sessionfold.cli.Place;
import io.sessionfold.cli.config.Settings;
import io.sessionfold.embedded.BrokerConfig;
import io.sessionfold.embedded.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how long a projector takes to come back, and what its memory of events weighs. */
@Command(
    name = "recovery",
    description = {
      "Start a projector that remembers many events: without its state, after a kill, after a stop.",
      "The changelogs are written as sequencing writes them. The broker runs in this JVM,",
      "the projector in one of its own."
    })
final class RecoveryBench implements Callable<Integer> {
  private static final String FILLED = "filled";

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--events", description = "To be remembered (default: ${DEFAULT-VALUE})")
  private long events = 20_000_000;

  @Option(names = "--sessions", description = "That they belong to (default: ${DEFAULT-VALUE})")
  private int sessions = 100_000;

  @Option(names = "--partitions", description = "Of each topic (default: ${DEFAULT-VALUE})")
  private int partitions = 4;

  @Option(names = "--threads", description = "Of the projector (default: ${DEFAULT-VALUE})")
  private int threads = 1;

  @Option(
      names = "--keep",
      description = "A directory to fill, or that an earlier run has filled; it is not deleted")
  private @Nullable Path keep;

  @Mixin private FiguresOption output = new FiguresOption();

  @Override
  public Integer call() throws Exception {
    RememberedEvents remembered = remembered();
    Path directory =
        keep != null
            ? Files.createDirectories(keep.toAbsolutePath())
            : Files.createTempDirectory("sessionfold-recovery");
    try {
      Figures figures = measure(directory, remembered);
      System.out.println(output.text(figures));
      return 0;
    } finally {
      if (keep == null) {
        Directories.delete(directory);
      }
    }
  }

  private Figures measure(Path directory, RememberedEvents remembered) throws Exception {
    Path mark = directory.resolve(FILLED);
    String what = "%s, %d partitions".formatted(remembered, partitions);
    checkSame(mark, what);
    if (!Files.exists(mark)) {
      System.err.printf(Locale.ROOT, "writing the changelogs of %,d events%n", remembered.events());
      withBroker(
          directory,
          run -> {
            run.fill(remembered);
            return new Figures();
          });
      Files.writeString(mark, what);
    }
    return withBroker(directory, run -> run.measure(remembered.events()));
  }

  private static void checkSame(Path mark, String what) throws IOException {
    if (Files.exists(mark) && !Files.readString(mark).equals(what)) {
      throw new CommandException(
          "%s is filled with %s, not with %s: name another directory, or ask for the same."
              .formatted(mark.getParent(), Files.readString(mark), what));
    }
  }

  private Figures withBroker(Path directory, Measurement measurement) throws Exception {
    BrokerConfig config = BrokerConfig.in(directory.resolve("kafka"));
    try (EmbeddedBroker broker = EmbeddedBroker.start(config)) {
      Settings settings = Settings.read(Map.of(), Map.of(), null);
      Place place = new Place(settings, directory, broker.bootstrapServers(), "", "");
      return measurement.on(new RecoveryRun(place, partitions, threads));
    }
  }

  private interface Measurement {
    Figures on(RecoveryRun run) throws Exception;
  }

  private RememberedEvents remembered() {
    try {
      return RememberedEvents.of(events, sessions);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(Objects.requireNonNull(spec).commandLine(), e.getMessage(), e);
    }
  }
}
