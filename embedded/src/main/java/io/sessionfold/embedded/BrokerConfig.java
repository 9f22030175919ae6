package io.sessionfold.embedded;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an {@link EmbeddedBroker} is started with. Immutable.
 *
 * @param dataDirectory holds everything the broker must remember; created if it does not exist
 * @param port the port on 127.0.0.1, or 0 for a random free one
 * @param properties further broker properties, by Kafka's names; those that the broker's identity,
 *     addresses or the size of its messages rest on are refused at start
 */
public record BrokerConfig(Path dataDirectory, int port, Map<String, String> properties) {

  public BrokerConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "port is %d; it must be 0 (random) to 65535".formatted(port));
    }
    properties = Map.copyOf(properties);
  }

  /** A broker on that directory, on a random free port. */
  public static BrokerConfig in(Path dataDirectory) {
    return new BrokerConfig(dataDirectory, 0, Map.of());
  }

  /** The same with a port, 0 for a random free one. */
  public BrokerConfig withPort(int newPort) {
    return new BrokerConfig(dataDirectory, newPort, properties);
  }

  /** The same with one more broker property, or another value for it. */
  public BrokerConfig withProperty(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(properties);
    more.put(name, value);
    return new BrokerConfig(dataDirectory, port, more);
  }
}
