package io.sessionfold.cli.config;

import io.sessionfold.cli.config.Setting.Kind;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one process: immutable, and checked when they are read, so that a wrong value is
 * told at the start and with its key.
 */
public final class Settings {
  private static final int FILE = 100;
  private static final int ENVIRONMENT = 200;
  private static final int FLAGS = 300;

  private final SmallRyeConfig config;
  private final Map<String, String> kafka;

  private Settings(SmallRyeConfig config, Map<String, String> kafka) {
    this.config = config;
    this.kafka = kafka;
  }

  /**
   * Reads the layers.
   *
   * @param flags what the command line gave
   * @param environment the process environment
   * @param file properties, or YAML if its name ends so; {@code null} for none
   * @throws ConfigException if a key is not known or a value cannot be used
   */
  public static Settings read(
      Map<Setting, String> flags, Map<String, String> environment, @Nullable Path file) {
    SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder();
    Map<String, String> fromFlags = new HashMap<>();
    flags.forEach((setting, value) -> fromFlags.put(setting.key(), value));
    builder.withSources(new PropertiesConfigSource(fromFlags, "command line", FLAGS));
    Map<String, String> fromEnvironment = new HashMap<>();
    for (Setting setting : Setting.values()) {
      String value = environment.get(setting.environmentName());
      if (value != null) {
        fromEnvironment.put(setting.key(), value);
      }
    }
    builder.withSources(new PropertiesConfigSource(fromEnvironment, "environment", ENVIRONMENT));
    Map<String, String> fromFile = file == null ? Map.of() : ConfigurationFile.read(file);
    builder.withSources(new PropertiesConfigSource(fromFile, String.valueOf(file), FILE));
    Map<String, String> kafka = new TreeMap<>(KafkaKeys.inFile(fromFile));
    kafka.putAll(KafkaKeys.inEnvironment(environment));
    Settings settings = new Settings(builder.build(), KafkaKeys.checked(kafka));
    Stream.of(Setting.values()).forEach(settings::check);
    return settings;
  }

  /** The text of a setting; empty if it has neither value nor default. */
  public String text(Setting setting) {
    return config.getOptionalValue(setting.key(), String.class).orElse(setting.defaultValue());
  }

  /** Whether some layer sets it. */
  public boolean isSet(Setting setting) {
    return config.getOptionalValue(setting.key(), String.class).isPresent();
  }

  /** An integer. */
  public int integer(Setting setting) {
    IntegerRange range = IntegerRange.of(setting);
    return parsed(setting, () -> range.parse(text(setting).strip()), range.toString());
  }

  /** A duration. */
  public Duration duration(Setting setting) {
    Duration least = leastDuration(setting);
    return parsed(
        setting,
        () -> atLeast(least, Duration.parse(text(setting).strip())),
        "an ISO 8601 duration such as PT2S" + (least.isZero() ? "" : ", at least " + least));
  }

  private static Duration leastDuration(Setting setting) {
    return switch (setting) {
      // Brokers that fall silent are noticed within ten seconds, and are no frozen part.
      case HEALTH_FROZEN -> Duration.ofSeconds(20);
      // The least that the publisher takes, with room for its batches.
      case HTTP_PUBLISH_TIMEOUT -> Duration.ofSeconds(2);
      case STOP_TIMEOUT -> Duration.ofSeconds(5);
      default -> Duration.ZERO;
    };
  }

  private static Duration atLeast(Duration least, Duration duration) {
    if (!least.isZero() && duration.compareTo(least) < 0) {
      throw new IllegalArgumentException();
    }
    return duration;
  }

  /** A flag. */
  public boolean flag(Setting setting) {
    return parsed(setting, () -> strictBoolean(text(setting).strip()), "true or false");
  }

  /** A list; empty elements do not count. */
  public List<String> list(Setting setting) {
    return Stream.of(text(setting).split(",", -1))
        .map(String::strip)
        .filter(s -> !s.isEmpty())
        .toList();
  }

  /**
   * Properties of every Kafka client, by Kafka's names: those of {@code kafka.*}, and the brokers.
   */
  public Map<String, String> kafka(String bootstrapServers) {
    Map<String, String> properties = new LinkedHashMap<>(kafka);
    properties.put("bootstrap.servers", bootstrapServers);
    return properties;
  }

  /** The properties of {@code kafka.*} alone. */
  public Map<String, String> kafka() {
    return kafka;
  }

  /** All values as they are in force, secrets masked, by key. */
  public Map<String, String> shown() {
    Map<String, String> shown = new LinkedHashMap<>();
    for (Setting setting : Setting.values()) {
      String text = text(setting);
      shown.put(setting.key(), setting.kind() == Kind.SECRET_URI ? masked(text) : text);
    }
    kafka.forEach((name, value) -> shown.put(KafkaKeys.PREFIX + name, masked(name, value)));
    return shown;
  }

  private static String masked(String name, String value) {
    return KafkaKeys.isSecret(name) ? "***" : value;
  }

  /** A connection string without its password. */
  public static String masked(String uri) {
    return uri.replaceAll("(://[^:/@]*):[^/]*@", "$1:***@");
  }

  private void check(Setting setting) {
    switch (setting.kind()) {
      case INTEGER -> integer(setting);
      case DURATION -> duration(setting);
      case FLAG -> flag(setting);
      case TEXT, LIST, SECRET_URI -> {
        // Any text will do.
      }
    }
  }

  private interface Parse<T> {
    T get();
  }

  private static <T> T parsed(Setting setting, Parse<T> parse, String expected) {
    try {
      return parse.get();
    } catch (RuntimeException e) {
      throw new ConfigException(
          setting.key() + " (" + setting.environmentName() + "): expected " + expected);
    }
  }

  private static boolean strictBoolean(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException();
    };
  }
}
