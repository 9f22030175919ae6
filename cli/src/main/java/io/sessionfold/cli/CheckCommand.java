package io.sessionfold.cli;

import io.sessionfold.cli.pipeline.KafkaFacts;
import io.sessionfold.cli.pipeline.Stores;
import io.sessionfold.cli.quarantine.ReleaseReport;
import io.sessionfold.cli.quarantine.Repair;
import io.sessionfold.file.SessionFilePaths;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.projector.jsonl.FileCheck;
import io.sessionfold.projector.jsonl.FileCheck.Problem;
import io.sessionfold.projector.store.Generations;
import io.sessionfold.projector.store.MongoConnection;
import io.sessionfold.projector.store.MongoQuarantine;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.QuarantineMark;
import io.sessionfold.store.StoreNames;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks for damage in what sinks have written. */
@Command(name = "check", description = "Look for damage in what sinks have written.")
final class CheckCommand {
  private final Console console;

  CheckCommand(Console console) {
    this.console = console;
  }

  @Command(
      name = "files",
      description = {
        "Read every line of the session files: checksums, changes, revisions.",
        "Exit code 1: something is damaged, and is not repaired."
      })
  int files(
      @Mixin CommonOptions options,
      @Option(
              names = "--repair",
              description = "Let the sink write damaged files anew from the journal, and wait")
          boolean repair,
      @Option(
              names = "--wait",
              paramLabel = "TIME",
              defaultValue = "60s",
              description = "How long to wait for the repair; default: 60s")
          String wait,
      @Option(names = "--json", description = "One JSON object a problem") boolean json)
      throws InterruptedException {
    Duration patience = Durations.parse("--wait", wait);
    Place place = repair ? options.place() : options.mongoPlace();
    try (MongoConnection mongo = Stores.openNow(place)) {
      ActivePointer active =
          new Generations(mongo.database(place.database())).read().orElse(ActivePointer.FIRST);
      List<Problem> problems = found(new SessionFilePaths(place.files(), active.files()), json);
      if (problems.isEmpty() || !repair) {
        return problems.isEmpty() ? 0 : 1;
      }
      MongoQuarantine quarantine = new MongoQuarantine(mongo.database(place.database()));
      return repaired(problems, quarantine, active, place, patience);
    }
  }

  private List<Problem> found(SessionFilePaths paths, boolean json) {
    if (!Files.isDirectory(paths.directory())) {
      throw new CommandException(
          paths.directory()
              + " does not exist: run it where the files are, and name their root (files=...) or"
              + " the data directory (--data)");
    }
    List<Problem> problems = new ArrayList<>();
    try {
      FileCheck.Counts counts =
          FileCheck.all(
              paths,
              problem -> {
                problems.add(problem);
                console.out(json ? json(problem).toString() : Console.visible(problem.message()));
              });
      console.say(
          String.format(
              "%,d files with %,d changes, %,d bytes: %d damaged%s",
              counts.files(),
              counts.changes(),
              counts.bytes(),
              problems.size(),
              counts.unchecked() == 0
                  ? ""
                  : String.format("; %,d lines have no checksum", counts.unchecked())));
    } catch (IOException e) {
      throw new CommandException(
          "the files below " + paths.directory() + ": " + ExpectedFailure.file(e), e);
    }
    return problems;
  }

  private int repaired(
      List<Problem> problems,
      MongoQuarantine quarantine,
      ActivePointer active,
      Place place,
      Duration patience)
      throws InterruptedException {
    int partitions;
    try (KafkaFacts kafka = new KafkaFacts(place)) {
      partitions = kafka.partitions(StoreNames.journal(active.journal()));
    }
    List<QuarantineMark> marks =
        new Repair(quarantine, active.files(), partitions).request(problems);
    int unknown = problems.size() - marks.size();
    if (unknown > 0) {
      console.say(unknown + " files cannot be written anew: see above, and move them away by hand");
    }
    int code = new ReleaseReport(console).follow(quarantine, marks, patience);
    return unknown > 0 ? 1 : code;
  }

  private static JsonText json(Problem problem) {
    return new JsonWriter()
        .add("file", problem.file().toString())
        .add("session", problem.session().map(Object::toString).orElse(null))
        .add("message", problem.message())
        .done();
  }
}
