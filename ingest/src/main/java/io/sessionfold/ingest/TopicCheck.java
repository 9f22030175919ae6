package io.sessionfold.ingest;

import io.sessionfold.event.IngressTopic;

/** Asks whether a topic of the event log exists, before anything is sent to it. */
interface TopicCheck {
  /**
   * Returns if it does; may block for the settings' longest block.
   *
   * @throws org.apache.kafka.common.KafkaException if it does not, or nobody could be asked
   */
  void require(IngressTopic topic);
}
