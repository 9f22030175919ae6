package io.sessionfold.cli.config;

import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** A configuration file, properties or YAML, as flat keys and texts. */
final class ConfigurationFile {
  private ConfigurationFile() {}

  /**
   * Reads it.
   *
   * @throws ConfigException if it cannot be read, or has a key that is not known
   */
  static Map<String, String> read(Path file) {
    Map<String, String> values;
    String name = String.valueOf(file.getFileName());
    try {
      values = name.endsWith(".yaml") || name.endsWith(".yml") ? yaml(file) : properties(file);
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + e);
    } catch (RuntimeException e) {
      // Each library has its own exception for a syntax error.
      throw new ConfigException(file + ": not " + format(name) + ": " + e.getMessage());
    }
    values.keySet().forEach(key -> known(key, file));
    return values;
  }

  private static String format(String name) {
    return name.endsWith("ml") ? "YAML" : "a properties file";
  }

  private static Map<String, String> properties(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    Map<String, String> values = new HashMap<>();
    properties.forEach((key, value) -> values.put(key.toString(), value.toString()));
    return values;
  }

  /**
   * Nested or with dots, as one likes. The source quotes a key that has dots, and tells a list by
   * its elements as well as whole.
   */
  private static Map<String, String> yaml(Path file) throws IOException {
    Map<String, String> values = new HashMap<>();
    new YamlConfigSource(file.toUri().toURL(), 0)
        .getProperties()
        .forEach(
            (key, value) -> {
              if (!key.endsWith("]")) {
                values.put(key.replace("\"", ""), value);
              }
            });
    return values;
  }

  private static void known(String key, Path file) {
    if (Setting.named(key).isEmpty() && !key.startsWith(KafkaKeys.PREFIX)) {
      throw new ConfigException(
          file + ": unknown key " + key + "; docs/configuration.md has all of them");
    }
  }
}
