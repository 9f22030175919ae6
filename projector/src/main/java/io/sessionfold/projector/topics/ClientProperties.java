package io.sessionfold.projector.topics;

import java.util.List;

/**
 * The properties of Kafka's clients that may be set from outside: security and connections. What
 * correctness relies on is not among them.
 */
public final class ClientProperties {
  /** What their names begin with. */
  public static final List<String> ALLOWED =
      List.of(
          "security.",
          "ssl.",
          "sasl.",
          "client.dns.lookup",
          "client.rack",
          "socket.",
          "reconnect.",
          "request.timeout.ms",
          "retry.backoff.",
          "metadata.max.age.ms",
          "connections.max.idle.ms");

  private ClientProperties() {}

  /** Whether this one may be set. */
  public static boolean mayBeSet(String name) {
    return ALLOWED.stream().anyMatch(name::startsWith);
  }
}
