package io.sessionfold.cli.config;

import io.sessionfold.projector.topics.ClientProperties;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The keys {@code kafka.*}: properties of Kafka's clients for security and connections, by Kafka's
 * names, for every client of a process. What the guarantees rest on is not among them.
 */
final class KafkaKeys {
  static final String PREFIX = "kafka.";
  static final String ENVIRONMENT_PREFIX = "SESSIONFOLD_KAFKA_";

  private static final List<String> SECRET =
      List.of("password", "secret", "jaas", "token", "keystore.key", "assertion");

  private KafkaKeys() {}

  /** Those of a file, without the prefix. */
  static Map<String, String> inFile(Map<String, String> values) {
    Map<String, String> found = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            found.put(key.substring(PREFIX.length()), value);
          }
        });
    return found;
  }

  /** Those of the environment. Kafka's names have dots and nothing else that is no letter. */
  static Map<String, String> inEnvironment(Map<String, String> environment) {
    Map<String, String> found = new TreeMap<>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(ENVIRONMENT_PREFIX)) {
            String rest = name.substring(ENVIRONMENT_PREFIX.length());
            found.put(rest.toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    return found;
  }

  /**
   * The same properties.
   *
   * @throws ConfigException if one of them may not be set
   */
  static Map<String, String> checked(Map<String, String> properties) {
    for (String name : properties.keySet()) {
      if (!ClientProperties.mayBeSet(name)) {
        throw new ConfigException(
            PREFIX
                + name
                + ": of Kafka's client properties those can be set that begin with "
                + String.join(", ", ClientProperties.ALLOWED)
                + "; the brokers are "
                + Setting.BOOTSTRAP_SERVERS.key());
      }
    }
    return Map.copyOf(properties);
  }

  /** Whether the value of this property is shown to nobody. */
  static boolean isSecret(String name) {
    return SECRET.stream().anyMatch(name::contains);
  }
}
