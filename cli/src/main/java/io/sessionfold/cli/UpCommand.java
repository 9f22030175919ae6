package io.sessionfold.cli;

import io.sessionfold.cli.config.Setting;
import io.sessionfold.cli.config.Settings;
import io.sessionfold.cli.pipeline.Part;
import io.sessionfold.cli.pipeline.Pipeline;
import io.sessionfold.cli.pipeline.PipelineTopics;
import io.sessionfold.cli.pipeline.ProcessMark;
import io.sessionfold.cli.pipeline.Stores;
import io.sessionfold.cli.web.WebService;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
  private static final Logger LOG = LoggerFactory.getLogger(UpCommand.class);

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
    refuseOtherKafka(settings);
    settings.shown().forEach((key, value) -> LOG.info("{} = {}", key, value));
    DataDirectory.prepare(data);
    String mongoUri = settings.isSet(Setting.MONGO_URI) ? settings.text(Setting.MONGO_URI) : null;
    if (mongoUri != null) {
      refuseAbsentMongo(new Place(settings, data, "", mongoUri, settings.text(Setting.DATABASE)));
    }
    try (Serving serving = new Serving(console, data, settings);
        Infrastructure infrastructure = Infrastructure.start(console, data, mongoUri)) {
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

  private static void refuseOtherKafka(Settings settings) {
    if (settings.isSet(Setting.BOOTSTRAP_SERVERS)) {
      throw new CommandException(
          "up runs its own broker: remove %s (%s); for a Kafka that is there use `sessionfold run`"
              .formatted(
                  Setting.BOOTSTRAP_SERVERS.key(), Setting.BOOTSTRAP_SERVERS.environmentName()));
    }
    if (!settings.kafka().isEmpty()) {
      throw new CommandException(
          "up runs its own broker, on this machine and without encryption: remove kafka.*");
    }
  }

  /** At once, before a broker is started for nothing. */
  private static void refuseAbsentMongo(Place place) {
    CommonOptions.refuseBadMongo(place.mongoUri(), place.database());
    Stores.openNow(place).close();
  }

  private int serve(Serving serving, Infrastructure infrastructure, Place place) throws Exception {
    ensureTopics(place);
    console.say("starting projector and sinks ...");
    Set<Part> parts = EnumSet.allOf(Part.class);
    try (Pipeline pipeline = Pipeline.start(place, parts, serving.registry());
        WebService web = WebService.start(place, parts, true, serving.registry())) {
      runFile(serving, place, web.url()).write(place.data());
      return serving.untilStopped(
          pipeline, web, () -> ready(serving, infrastructure, place, web.url()));
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

  private static RunFile runFile(Serving serving, Place place, String http) {
    return new RunFile(
        ProcessMark.own(),
        place.bootstrapServers(),
        place.mongoUri(),
        place.database(),
        place.files().toString(),
        serving.healthUrl(),
        http);
  }

  private void ready(Serving serving, Infrastructure infrastructure, Place place, String http) {
    if (demo) {
      // On a thread of its own: an import that waits must not keep `up` from telling how it is.
      Demo.start(
          console, place, serving::stopping, () -> tell(serving, infrastructure, place, http));
    } else {
      tell(serving, infrastructure, place, http);
    }
  }

  private void tell(Serving serving, Infrastructure infrastructure, Place place, String http) {
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
    console.say("  HTTP      " + http);
    console.say("  health    " + serving.healthUrl() + "/readyz, metrics at /metrics");
    console.say("Next: ./sessionfold import FILE, sessions, show SESSION, status. Ctrl-C stops.");
  }
}
