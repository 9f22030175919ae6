package io.sessionfold.embedded;

import java.nio.file.Path;

/**
 * What a {@link MongodProcess} is started with. Immutable.
 *
 * @param binary the mongod to run, as {@link MongodBinary} finds it
 * @param dataDirectory holds its data and its log; created if it does not exist
 * @param port the port on 127.0.0.1, or 0 for a random free one
 * @param cacheMegabytes the size of WiredTiger's cache, at least 256
 */
public record MongodConfig(Path binary, Path dataDirectory, int port, int cacheMegabytes) {
  private static final int SMALLEST_CACHE = 256;

  public MongodConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "port is %d; it must be 0 (random) to 65535".formatted(port));
    }
    if (cacheMegabytes < SMALLEST_CACHE) {
      throw new IllegalArgumentException(
          "cacheMegabytes is %d; mongod needs at least %d"
              .formatted(cacheMegabytes, SMALLEST_CACHE));
    }
  }

  /** A mongod on that directory, on a random free port, with the smallest cache. */
  public static MongodConfig in(Path dataDirectory, Path binary) {
    return new MongodConfig(binary, dataDirectory, 0, SMALLEST_CACHE);
  }

  /** The same with a port, 0 for a random free one. */
  public MongodConfig withPort(int newPort) {
    return new MongodConfig(binary, dataDirectory, newPort, cacheMegabytes);
  }

  /** The same with another size of WiredTiger's cache. */
  public MongodConfig withCacheMegabytes(int newCacheMegabytes) {
    return new MongodConfig(binary, dataDirectory, port, newCacheMegabytes);
  }
}
