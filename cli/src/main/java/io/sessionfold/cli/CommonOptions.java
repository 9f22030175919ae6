package io.sessionfold.cli;

import io.sessionfold.cli.config.Setting;
import io.sessionfold.cli.config.Settings;
import io.sessionfold.cli.config.Variable;
import io.sessionfold.query.ReaderSettings;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command takes, and what they lead to. */
public final class CommonOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data directory of `sessionfold up` (default: ./.sessionfold)")
  private @Nullable Path data;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Kafka brokers (default: those of a running `up`)")
  private @Nullable String bootstrapServers;

  @Option(
      names = "--mongo-uri",
      paramLabel = "URI",
      description = "MongoDB (default: that of a running `up`)")
  private @Nullable String mongoUri;

  @Option(names = "--database", paramLabel = "NAME", description = "MongoDB database")
  private @Nullable String database;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration, properties or YAML; see docs/configuration.md")
  private @Nullable Path config;

  /** The data directory, absolute. */
  public Path data() {
    Path chosen = data;
    if (chosen == null) {
      chosen = Path.of(Variable.DATA.value().orElse(".sessionfold"));
    }
    return chosen.toAbsolutePath().normalize();
  }

  /** The settings of this process. */
  public Settings settings() {
    Map<Setting, String> flags = new EnumMap<>(Setting.class);
    put(flags, Setting.BOOTSTRAP_SERVERS, bootstrapServers);
    put(flags, Setting.MONGO_URI, mongoUri);
    put(flags, Setting.DATABASE, database);
    Path file = config == null ? Variable.CONFIG.value().map(Path::of).orElse(null) : config;
    return Settings.read(flags, System.getenv(), file);
  }

  /**
   * Where Kafka, MongoDB and the files are: what the settings name, and for the rest a running
   * {@code up} on the data directory.
   */
  public Place place() {
    return place(true, true);
  }

  /** As {@link #place}, for commands that need no MongoDB. */
  public Place kafkaPlace() {
    return place(true, false);
  }

  /** As {@link #place}, for commands that need no Kafka. */
  public Place mongoPlace() {
    return place(false, true);
  }

  /** As {@link #mongoPlace}, with Kafka where it is known, for commands that may need it. */
  public Place historyPlace() {
    return place(
        settings().isSet(Setting.BOOTSTRAP_SERVERS) || RunFile.read(data()).isPresent(), true);
  }

  private Place place(boolean kafka, boolean mongo) {
    Settings settings = settings();
    Optional<RunFile> run = RunFile.read(data());
    String uri = mongo ? named(settings, Setting.MONGO_URI, run.map(RunFile::mongoUri)) : "";
    Place place =
        new Place(
            settings,
            data(),
            kafka
                ? named(settings, Setting.BOOTSTRAP_SERVERS, run.map(RunFile::bootstrapServers))
                : "",
            uri,
            settings.isSet(Setting.DATABASE)
                ? settings.text(Setting.DATABASE)
                : run.map(RunFile::database).orElse(settings.text(Setting.DATABASE)));
    if (mongo) {
      refuseBadMongo(uri, place.database());
    }
    return place;
  }

  /** Refuses what no MongoDB client takes, before anything is started with it. */
  static void refuseBadMongo(String uri, String database) {
    try {
      ReaderSettings unused = ReaderSettings.of(uri, database);
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          Setting.MONGO_URI.key() + " or " + Setting.DATABASE.key() + ": " + e.getMessage(), e);
    }
  }

  private String named(Settings settings, Setting setting, Optional<String> running) {
    if (settings.isSet(setting)) {
      return settings.text(setting);
    }
    return running.orElseThrow(
        () ->
            new CommandException(
                "no sessionfold up is running on "
                    + data()
                    + ". Start one (./sessionfold up), name its directory (--data), or pass --"
                    + setting.key()));
  }

  private static void put(Map<Setting, String> flags, Setting setting, @Nullable String value) {
    if (value != null) {
      flags.put(setting, value);
    }
  }
}
