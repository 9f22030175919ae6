package io.sessionfold.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the service listens, who may use it, and how much of it. Immutable, and valid.
 *
 * @param port 0 for any free one
 * @param tokens the file of tokens; absent: no token is needed, and the host is this machine alone
 * @param tls encrypts connections; absent: they are plain, for this machine or a proxy in front
 * @param bodyBytes the longest body of a request
 * @param requestsPerSecond of one token
 * @param idle how long a connection may be silent while a request or an answer is under way
 */
public record HttpSettings(
    String host,
    int port,
    @Nullable Path tokens,
    @Nullable Tls tls,
    int bodyBytes,
    int requestsPerSecond,
    Duration idle) {
  /** The longest body unless told otherwise. */
  public static final int BODY_BYTES = 16 * 1024 * 1024;

  /** Requests of one token in a second unless told otherwise. */
  public static final int REQUESTS_PER_SECOND = 5000;

  /** The longest silence unless told otherwise. */
  public static final Duration IDLE = Duration.ofSeconds(30);

  /**
   * A key store (PKCS12 or JKS) with the certificate.
   *
   * @param password of the store and its key; may be empty
   */
  public record Tls(Path keystore, String password) {
    /** The file, and not the password. */
    @Override
    public String toString() {
      return "Tls[" + keystore + "]";
    }
  }

  /** Refuses what cannot work. */
  public HttpSettings {
    List<String> wrong = new ArrayList<>();
    if (port < 0 || port > 65_535) {
      wrong.add("the port is 0 to 65535, not " + port);
    }
    if (bodyBytes < 1024) {
      wrong.add("a body has at least 1024 bytes");
    }
    if (requestsPerSecond < 1) {
      wrong.add("at least one request a second");
    }
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException("http: " + String.join("; ", wrong));
    }
  }

  /** This machine alone, without tokens. */
  public static HttpSettings loopback(int port) {
    return new HttpSettings("127.0.0.1", port, null, null, BODY_BYTES, REQUESTS_PER_SECOND, IDLE);
  }

  /** The same on another port. */
  public HttpSettings onPort(int other) {
    return new HttpSettings(host, other, tokens, tls, bodyBytes, requestsPerSecond, idle);
  }

  /** The same by the tokens of a file. */
  public HttpSettings withTokens(Path file) {
    return new HttpSettings(host, port, file, tls, bodyBytes, requestsPerSecond, idle);
  }
}
