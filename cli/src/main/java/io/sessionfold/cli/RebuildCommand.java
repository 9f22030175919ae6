package io.sessionfold.cli;

import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sessionfold.cli.pipeline.KafkaFacts;
import io.sessionfold.cli.pipeline.Stores;
import io.sessionfold.cli.rebuild.Detached;
import io.sessionfold.cli.rebuild.GenerationText;
import io.sessionfold.cli.rebuild.HeldProof;
import io.sessionfold.cli.rebuild.LocalRebuildPlace;
import io.sessionfold.cli.rebuild.OutcomeText;
import io.sessionfold.cli.rebuild.RebuildWatch;
import io.sessionfold.projector.rebuild.Rebuild;
import io.sessionfold.projector.store.GenerationRegistry;
import io.sessionfold.projector.store.Generations;
import io.sessionfold.projector.store.MongoConnection;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.BuiltFrom;
import io.sessionfold.store.GenerationState;
import io.sessionfold.store.GenerationStatus;
import io.sessionfold.store.Projection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Builds a generation beside the one that is read. */
@Command(
    name = "rebuild",
    description = {
      "Build documents and files anew from the journal, beside those that are read, and prove them.",
      "With --from events also a new journal, as after a change of limits or of sequencing.",
      "Everything goes on meanwhile. A rebuild that was cut off is gone on with.",
      "Exit code 0: it is READY, see `swap`. 1: it FAILED, another process builds, or events differ"
          + " between the journals and that is not accepted."
    })
final class RebuildCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions options = new CommonOptions();

  @Option(names = "--only", paramLabel = "SINK", description = "Only what mongo or jsonl writes")
  private @Nullable String only;

  @Option(
      names = "--from",
      paramLabel = "SOURCE",
      description = "journal (default), or events: make a new journal first, and compare the two")
  private String from = BuiltFrom.JOURNAL.wireName();

  @Option(
      names = "--accept-differences",
      description = "Go on with a rebuild from events whose differences were told")
  private boolean accept;

  @Option(
      names = "--throttle",
      paramLabel = "RATE",
      description = "The most changes to load in a second; default: as many as it can")
  private long throttle;

  @Option(
      names = "--detach",
      description =
          "Go on in the background; what it says goes to rebuild.log in the data directory")
  private boolean detach;

  @Spec private @Nullable CommandSpec spec;

  RebuildCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (throttle < 0) {
      throw CommandException.usage(
          "--throttle " + throttle + ": expected changes a second, from 1");
    }
    Set<Projection> projections = projections();
    BuiltFrom source = source();
    Place place = options.place();
    DataDirectory.prepare(place.data());
    if (detach) {
      return detached(place);
    }
    try (MongoConnection mongo = Stores.openNow(place);
        KafkaFacts kafka = new KafkaFacts(place)) {
      MongoDatabase database = mongo.database(place.database());
      if (accept) {
        accept(new GenerationRegistry(database));
      }
      LocalRebuildPlace here =
          new LocalRebuildPlace(
              place,
              database,
              kafka,
              new SimpleMeterRegistry(),
              new HeldProof(place, database, console),
              difference -> console.out(OutcomeText.line(difference)));
      Rebuild rebuild = new Rebuild(database, here, who(ProcessHandle.current().pid()), throttle);
      GenerationStatus end = watched(database, () -> rebuild.run(projections, source));
      console.say(
          "generation "
              + end.generation()
              + " is "
              + end.state()
              + (end.failure() == null ? "" : ": " + end.failure()));
      OutcomeText.comparison(end).forEach(console::say);
      return end.state() == GenerationState.READY ? 0 : 1;
    }
  }

  private BuiltFrom source() {
    try {
      BuiltFrom source = BuiltFrom.named(from);
      if (accept && source != BuiltFrom.EVENTS) {
        throw CommandException.usage("--accept-differences goes with --from events");
      }
      return source;
    } catch (IllegalArgumentException e) {
      throw CommandException.usage("--from " + from + ": expected journal or events");
    }
  }

  private static void accept(GenerationRegistry registry) {
    GenerationStatus status = building(registry);
    if (!registry.acceptDifferences(status.generation())) {
      throw new CommandException(
          "no differences of generation "
              + status.generation()
              + " were told yet: let `sessionfold rebuild --from events` tell them first");
    }
  }

  private int detached(Place place) throws InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            Objects.requireNonNull(spec).root().commandLine().getParseResult().originalArgs());
    arguments.remove("--detach");
    Path log = place.data().resolve("rebuild.log");
    try (MongoConnection mongo = Stores.openNow(place)) {
      GenerationRegistry registry = new GenerationRegistry(mongo.database(place.database()));
      Detached process = Detached.start(arguments, log);
      process.awaitBegun(pid -> isBuiltBy(registry, who(pid)));
      console.say(
          "process %d builds a generation: see `sessionfold rebuild status`, and %s"
              .formatted(process.pid(), log));
    }
    return 0;
  }

  private static boolean isBuiltBy(GenerationRegistry registry, String who) {
    return registry.all().stream()
        .anyMatch(status -> status.lease() != null && status.lease().who().equals(who));
  }

  private interface Building {
    GenerationStatus run() throws InterruptedException;
  }

  private GenerationStatus watched(MongoDatabase database, Building building)
      throws InterruptedException {
    RebuildWatch watch = RebuildWatch.start(console, new GenerationRegistry(database));
    try {
      return building.run();
    } finally {
      watch.close();
    }
  }

  private static String who(long pid) {
    return "process " + pid;
  }

  private Set<Projection> projections() {
    if (only == null) {
      return EnumSet.allOf(Projection.class);
    }
    for (Projection projection : Projection.values()) {
      if (projection.sink().equals(only)) {
        return EnumSet.of(projection);
      }
    }
    throw CommandException.usage("--only " + only + ": expected mongo or jsonl");
  }

  @Command(name = "status", description = "How far the rebuild is that is under way.")
  int status(
      @Mixin CommonOptions place,
      @Option(names = "--json", description = "One JSON object") boolean json) {
    try (MongoConnection mongo = Stores.openNow(place.mongoPlace())) {
      MongoDatabase database = mongo.database(place.mongoPlace().database());
      ActivePointer pointer = new Generations(database).read().orElse(ActivePointer.FIRST);
      GenerationStatus building = building(new GenerationRegistry(database));
      console.out(
          json
              ? GenerationText.json(building, pointer).toString()
              : GenerationText.line(building, pointer));
    }
    return 0;
  }

  @Command(name = "pause", description = "Let the rebuild wait.")
  int pause(@Mixin CommonOptions place) {
    return tell(place, (registry, generation) -> registry.pause(generation, true), "waits");
  }

  @Command(name = "resume", description = "Let the rebuild go on.")
  int resume(@Mixin CommonOptions place) {
    return tell(place, (registry, generation) -> registry.pause(generation, false), "goes on");
  }

  @Command(name = "cancel", description = "Give the rebuild up; `generations drop` deletes it.")
  int cancel(@Mixin CommonOptions place) {
    return tell(
        place, (registry, generation) -> Rebuild.cancel(registry, generation), "is given up");
  }

  private int tell(CommonOptions place, ObjIntConsumer<GenerationRegistry> what, String said) {
    try (MongoConnection mongo = Stores.openNow(place.mongoPlace())) {
      GenerationRegistry registry =
          new GenerationRegistry(mongo.database(place.mongoPlace().database()));
      int generation = building(registry).generation();
      what.accept(registry, generation);
      console.say("the rebuild of generation " + generation + " " + said);
    }
    return 0;
  }

  private static GenerationStatus building(GenerationRegistry registry) {
    Optional<GenerationStatus> building =
        registry.all().stream()
            .filter(status -> status.state() != null && status.state().isBuilding())
            .findFirst();
    return building.orElseThrow(
        () ->
            new CommandException(
                "no rebuild is under way; `sessionfold generations list` shows what there is"));
  }
}
