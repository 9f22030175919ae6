package io.sessionfold.cli;

import io.sessionfold.cli.config.ConfigException;
import io.sessionfold.cli.config.Setting;
import io.sessionfold.cli.config.Settings;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command takes, and what they lead to. */
public final class CommonOptions {
  private static final String DATA_VARIABLE = "SESSIONFOLD_DATA";
  private static final String CONFIG_VARIABLE = "SESSIONFOLD_CONFIG";

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
    String fromEnvironment = System.getenv(DATA_VARIABLE);
    Path chosen = data;
    if (chosen == null) {
      chosen = Path.of(fromEnvironment == null ? ".sessionfold" : fromEnvironment);
    }
    return chosen.toAbsolutePath().normalize();
  }

  /** The settings of this process. */
  public Settings settings() {
    Map<Setting, String> flags = new EnumMap<>(Setting.class);
    put(flags, Setting.BOOTSTRAP_SERVERS, bootstrapServers);
    put(flags, Setting.MONGO_URI, mongoUri);
    put(flags, Setting.DATABASE, database);
    Path file = config;
    if (file == null && System.getenv(CONFIG_VARIABLE) != null) {
      file = Path.of(System.getenv(CONFIG_VARIABLE));
    }
    try {
      return Settings.read(flags, System.getenv(), file);
    } catch (ConfigException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Where Kafka, MongoDB and the files are: what the settings name, and for the rest a running
   * {@code up} on the data directory.
   */
  public Place place() {
    Settings settings = settings();
    Optional<RunFile> run = RunFile.read(data());
    return new Place(
        settings,
        data(),
        named(settings, Setting.BOOTSTRAP_SERVERS, run.map(RunFile::bootstrapServers)),
        named(settings, Setting.MONGO_URI, run.map(RunFile::mongoUri)),
        settings.isSet(Setting.DATABASE)
            ? settings.text(Setting.DATABASE)
            : run.map(RunFile::database).orElse(settings.text(Setting.DATABASE)));
  }

  /** As {@link #place}, for commands that do not need MongoDB. */
  public Place kafkaPlace() {
    Settings settings = settings();
    Optional<RunFile> run = RunFile.read(data());
    return new Place(
        settings,
        data(),
        named(settings, Setting.BOOTSTRAP_SERVERS, run.map(RunFile::bootstrapServers)),
        settings.text(Setting.MONGO_URI),
        settings.text(Setting.DATABASE));
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
