package io.sessionfold.event;

import java.util.Optional;

/**
 * The two topics of the event log. They own disjoint parts of a session, so that the order between
 * them, which nobody can reproduce, does not matter.
 */
public enum IngressTopic {
  /** Owns agents, messages, their counts, usage and latency. */
  MESSAGES("agent-messages"),
  /** Owns everything else. */
  METADATA("agent-metadata");

  private final String topicName;

  IngressTopic(String topicName) {
    this.topicName = topicName;
  }

  /** The name of the Kafka topic. */
  public String topicName() {
    return topicName;
  }

  /** The topic of that name. */
  public static Optional<IngressTopic> named(String name) {
    for (IngressTopic topic : values()) {
      if (topic.topicName.equals(name)) {
        return Optional.of(topic);
      }
    }
    return Optional.empty();
  }
}
