package io.sessionfold.projector.topics;

import java.util.Optional;

/**
 * Which Kafka client library may be used: earlier ones lose records that are too large without a
 * word (4.1.0 and before), or leak memory (4.1.0, 4.3.0).
 */
final class ClientVersion {
  private static final int[] LEAST = {4, 3, 1};

  private ClientVersion() {}

  static Optional<TopicProblem> problem(String version) {
    String[] parts = version.split("[.-]", -1);
    for (int i = 0; i < LEAST.length; i++) {
      int part =
          i < parts.length && parts[i].matches("[0-9]{1,6}") ? Integer.parseInt(parts[i]) : 0;
      if (part != LEAST[i]) {
        return part > LEAST[i] ? Optional.empty() : Optional.of(tooOld(version));
      }
    }
    return Optional.empty();
  }

  private static TopicProblem tooOld(String version) {
    return new TopicProblem(
        "kafka-clients",
        "version " + version + " is on the class path, 4.3.1 or newer is needed",
        "Let nothing bring an older kafka-clients or kafka-streams");
  }
}
