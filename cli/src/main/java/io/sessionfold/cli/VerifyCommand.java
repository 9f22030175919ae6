package io.sessionfold.cli;

import com.mongodb.client.MongoDatabase;
import io.sessionfold.cli.pipeline.Stores;
import io.sessionfold.cli.verify.ProofText;
import io.sessionfold.projector.proof.Difference;
import io.sessionfold.projector.proof.ProofProgress;
import io.sessionfold.projector.proof.ProofReport;
import io.sessionfold.projector.proof.ProofSettings;
import io.sessionfold.projector.proof.ProofTarget;
import io.sessionfold.projector.proof.Sample;
import io.sessionfold.projector.proof.Source;
import io.sessionfold.projector.proof.Verification;
import io.sessionfold.projector.runner.JournalConsumer;
import io.sessionfold.projector.store.GenerationRegistry;
import io.sessionfold.projector.store.Generations;
import io.sessionfold.projector.store.MongoConnection;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.GenerationStatus;
import io.sessionfold.store.Projection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Proves that documents and files say what the fold of the log says. */
@Command(
    name = "verify",
    description = {
      "Compare documents and files with the pure fold of the log, session by session.",
      "Exit code 0: all say the same. 1: something differs."
    })
final class VerifyCommand implements Callable<Integer> {
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)%");
  private static final long TOLD_EVERY_MILLIS = 500;
  private static final int SAID_EVERY = 20;

  private final Console console;

  @Mixin private CommonOptions options = new CommonOptions();

  @Option(
      names = "--generation",
      paramLabel = "N",
      description = "Its number; default: the newest that is READY, else the active one")
  private @Nullable Integer generation;

  @Option(
      names = "--sample",
      paramLabel = "PERCENT",
      description = "Only a part of the sessions, such as 5%%; always the same ones")
  private @Nullable String sample;

  @Option(
      names = "--session",
      paramLabel = "SESSION",
      description = "Only this session: its id, or tenant/session")
  private @Nullable String session;

  @Option(names = "--only", paramLabel = "SINK", description = "Only what mongo or jsonl writes")
  private @Nullable String only;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "How long to wait for sinks that are behind; default: 60s")
  private String wait = "60s";

  @Option(
      names = "--scratch",
      paramLabel = "DIR",
      description = "For what does not fit into memory (default: scratch in the data directory)")
  private @Nullable Path scratch;

  @Option(
      names = "--json",
      description = "One JSON object for each difference, then one with roots, counts and rate")
  private boolean json;

  VerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Set<Source> sources = sources();
    Duration patience = Durations.parse("--wait", wait);
    ProofSettings settings =
        settings(scratch == null ? options.data().resolve("scratch") : scratch).patience(patience);
    if (generation != null && generation < 1) {
      throw CommandException.usage("--generation " + generation + ": they are numbered from 1");
    }
    Place place = options.place();
    try (MongoConnection mongo = Stores.openNow(place)) {
      ProofTarget target = target(mongo.database(place.database()), place.files(), sources);
      Map<String, Object> kafka = new HashMap<>(place.kafka());
      try (Consumer<byte[], byte[]> consumer =
          JournalConsumer.openForReplay(kafka, "verify", target.documentGeneration())) {
        return told(consumer, target, settings);
      }
    }
  }

  /**
   * What is proved: the generation that is named, else the newest that is ready, else what is
   * active.
   */
  private ProofTarget target(MongoDatabase database, Path files, Set<Source> sources) {
    ActivePointer active = new Generations(database).read().orElse(ActivePointer.FIRST);
    GenerationRegistry registry = new GenerationRegistry(database);
    Optional<GenerationStatus> chosen =
        generation == null
            ? registry.newestReady(active)
            : Optional.of(
                registry
                    .find(generation)
                    .orElseThrow(
                        () ->
                            new CommandException(
                                "there is no generation "
                                    + generation
                                    + "; `sessionfold generations list` shows what there is")));
    if (chosen.isEmpty()) {
      return ProofTarget.active(database, files, active, sources);
    }
    GenerationStatus status = chosen.get();
    Set<Source> has = EnumSet.noneOf(Source.class);
    for (Source source : sources) {
      if (status.projections().contains(Projection.ofSink(source.sink()))) {
        has.add(source);
      }
    }
    int number = status.generation();
    return new ProofTarget(database, files, number, number, status.madeFrom().journal(), has);
  }

  private ProofSettings settings(Path directory) {
    ProofSettings settings = ProofSettings.defaults(directory);
    if (session != null) {
      if (sample != null) {
        throw CommandException.usage("verify: name a session or a sample, not both");
      }
      return settings.session(SessionNames.session(session));
    }
    return sample == null ? settings : settings.sample(sample(sample));
  }

  private static Sample sample(String text) {
    Matcher matcher = PERCENT.matcher(text.strip());
    if (matcher.matches()) {
      double percent = Double.parseDouble(matcher.group(1));
      if (percent > 0 && percent <= 100) {
        return new Sample(percent / 100);
      }
    }
    throw CommandException.usage("--sample " + text + ": expected a percentage such as 5% or 0.1%");
  }

  private Set<Source> sources() {
    String sink = only;
    if (sink == null) {
      return EnumSet.of(Source.DOCUMENTS, Source.FILES);
    }
    return Arrays.stream(Source.values())
        .filter(source -> source != Source.LOG && source.sink().equals(sink))
        .findFirst()
        .map(EnumSet::of)
        .orElseThrow(() -> CommandException.usage("--only " + sink + ": expected mongo or jsonl"));
  }

  private int told(Consumer<byte[], byte[]> consumer, ProofTarget target, ProofSettings settings) {
    ProofProgress progress = new ProofProgress();
    long[] told = {0};
    ProofReport report;
    try (Watch watch = new Watch(console, progress)) {
      watch.begin();
      report =
          Verification.prove(
              consumer,
              target,
              settings,
              progress,
              difference -> {
                told[0]++;
                tell(difference);
              });
    }
    report
        .leftOut()
        .forEach(
            source ->
                console.say(
                    source.wireName()
                        + " are left out: "
                        + (only == null
                            ? "sink "
                                + source.sink()
                                + " has never written generation "
                                + target.documentGeneration()
                            : "--only " + only)));
    if (json) {
      console.out(ProofText.json(report).toString());
    } else {
      ProofText.lines(report).forEach(console::out);
    }
    console.say(
        report.equal()
            ? "all say the same"
            : String.format(
                "%,d sessions differ%s",
                report.different(),
                told[0] >= settings.told() ? "; the first " + settings.told() + " are told" : ""));
    return report.equal() ? 0 : 1;
  }

  private void tell(Difference difference) {
    console.out(json ? ProofText.json(difference).toString() : ProofText.line(console, difference));
  }

  /** Shows how far it is: on one line where a person looks on, else now and then on a new one. */
  private static final class Watch implements AutoCloseable {
    private final Console console;
    private final ProofProgress progress;
    private final ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "sessionfold-progress");
              thread.setDaemon(true);
              return thread;
            });
    private int ticks;

    Watch(Console console, ProofProgress progress) {
      this.console = console;
      this.progress = progress;
    }

    void begin() {
      var unused =
          clock.scheduleAtFixedRate(
              this::show, TOLD_EVERY_MILLIS, TOLD_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void show() {
      String line =
          String.format(
              "%s: log %,d of %,d records, %,d documents, %,d files",
              progress.doing(),
              progress.records(),
              progress.recordsToRead(),
              progress.sessions(Source.DOCUMENTS),
              progress.sessions(Source.FILES));
      if (console.watched()) {
        console.bar(line);
      } else if (++ticks % SAID_EVERY == 0) {
        console.say(line);
      }
    }

    @Override
    public void close() {
      clock.shutdownNow();
      console.endBar();
    }
  }
}
