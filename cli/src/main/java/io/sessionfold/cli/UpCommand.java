package io.sessionfold.cli;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sessionfold.cli.config.Setting;
import io.sessionfold.cli.config.Settings;
import io.sessionfold.cli.imports.Conversation;
import io.sessionfold.cli.imports.Import;
import io.sessionfold.cli.imports.Report;
import io.sessionfold.cli.pipeline.Part;
import io.sessionfold.cli.pipeline.Pipeline;
import io.sessionfold.cli.pipeline.PipelineTopics;
import io.sessionfold.event.SessionKey;
import io.sessionfold.ingest.EventPublisher;
import io.sessionfold.ingest.PublisherSettings;
import io.sessionfold.query.SessionReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs everything in this process. */
@Command(
    name = "up",
    description = {
      "Run everything in one process: a Kafka broker, a MongoDB, projector and sinks.",
      "MongoDB is the one of --mongo-uri, else a mongod on the PATH, else an emulator.",
      "The data directory survives restarts. Ctrl-C stops; a second Ctrl-C at once."
    })
final class UpCommand implements Callable<Integer> {
  /** Partitions of the topics that {@code up} creates, unless configured. */
  private static final int PARTITIONS = 4;

  private final Console console;

  @Mixin private CommonOptions options = new CommonOptions();

  @Option(names = "--demo", description = "Import a few conversations to look at")
  private boolean demo;

  UpCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = options.settings();
    Path data = options.data();
    if (settings.isSet(Setting.BOOTSTRAP_SERVERS)) {
      throw new CommandException(
          "up runs its own broker; for a Kafka that is there use `sessionfold run`");
    }
    RunFile.read(data)
        .ifPresent(
            run -> {
              throw new CommandException(
                  "already running on " + data + " as process " + run.pid() + "; stop that first");
            });
    String mongoUri = settings.isSet(Setting.MONGO_URI) ? settings.text(Setting.MONGO_URI) : null;
    try (Serving serving = new Serving(console, data);
        Infrastructure infrastructure = Infrastructure.start(data, mongoUri)) {
      Place place =
          new Place(
              settings,
              data,
              infrastructure.bootstrapServers(),
              infrastructure.mongoUri(),
              settings.text(Setting.DATABASE));
      return serve(serving, infrastructure, place);
    }
  }

  private int serve(Serving serving, Infrastructure infrastructure, Place place) throws Exception {
    ensureTopics(place);
    try (Pipeline pipeline =
        Pipeline.start(place, EnumSet.allOf(Part.class), new SimpleMeterRegistry())) {
      runFile(place).write(place.data());
      return serving.untilStopped(pipeline, () -> ready(infrastructure, place));
    } finally {
      RunFile.delete(place.data());
    }
  }

  private static void ensureTopics(Place place) {
    Settings settings = place.settings();
    int partitions =
        settings.isSet(Setting.PARTITIONS) ? settings.integer(Setting.PARTITIONS) : PARTITIONS;
    List<String> problems = PipelineTopics.ensure(place, partitions);
    if (!problems.isEmpty()) {
      throw new CommandException(String.join("\n", problems));
    }
  }

  private static RunFile runFile(Place place) {
    return new RunFile(
        ProcessHandle.current().pid(),
        place.bootstrapServers(),
        place.mongoUri(),
        place.database(),
        place.files().toString());
  }

  private void ready(Infrastructure infrastructure, Place place) {
    if (demo) {
      importDemo(place);
    }
    console.say(console.bold("sessionfold is up") + " on " + place.data());
    console.say("  Kafka     " + place.bootstrapServers());
    console.say(
        "  MongoDB   "
            + Settings.masked(place.mongoUri())
            + "  database "
            + place.database()
            + "  ("
            + infrastructure.mongoKind()
            + ")");
    console.say("  files     " + place.files());
    console.say("Next: ./sessionfold import FILE, sessions, show SESSION, status. Ctrl-C stops.");
  }

  private void importDemo(Place place) {
    try (InputStream file =
            Objects.requireNonNull(UpCommand.class.getResourceAsStream("demo.jsonl"));
        SessionReader reader = Readers.open(place);
        EventPublisher publisher =
            EventPublisher.open(
                PublisherSettings.of(place.bootstrapServers(), Conversation.SOURCE))) {
      Report report = new Report(console::say);
      new Import(publisher, reader, SessionKey.DEFAULT_TENANT, "default", false)
          .run(file, report, bytes -> {}, left -> {});
      console.say("demo: " + report);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
