package io.sessionfold.projector.topology;

import io.sessionfold.event.IngressTopic;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** The offset of the last sequenced record of each ingress topic, for one partition. */
final class Positions {
  /** Before the first record. */
  static final long NONE = -1;

  private final KeyValueStore<Bytes, byte[]> store;
  private final Map<IngressTopic, Long> last = new EnumMap<>(IngressTopic.class);

  Positions(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
    for (IngressTopic topic : IngressTopic.values()) {
      byte[] value = store.get(StateKeys.topic(topic));
      if (value != null) {
        last.put(topic, StateCodecs.position(value));
      }
    }
  }

  long last(IngressTopic topic) {
    return last.getOrDefault(topic, NONE);
  }

  void raise(IngressTopic topic, long offset) {
    last.put(topic, offset);
    store.put(StateKeys.topic(topic), StateCodecs.position(offset));
  }

  boolean isEmpty() {
    return last.isEmpty();
  }

  /**
   * Refuses a state that does not belong to the topics.
   *
   * @throws ProjectorRefusedException if going on would sequence records twice or not at all
   */
  void check(int partition, String journal, LogFacts facts) {
    if (isEmpty() && facts.journalHasChanges(partition)) {
      throw new ProjectorRefusedException(
          ("The projector's state for partition %d is empty, but %s-%d has changes: sequencing again"
                  + " would repeat them. The state's changelog topics were deleted or the"
                  + " application was reset. Restore the changelog topics, or rebuild into a new"
                  + " journal: sessionfold rebuild --from events")
              .formatted(partition, journal, partition));
    }
    for (IngressTopic topic : IngressTopic.values()) {
      long end = facts.end(topic, partition);
      if (last(topic) >= end) {
        throw new ProjectorRefusedException(
            ("The projector has sequenced %s-%d up to offset %d, but the topic ends at %d: it was"
                    + " deleted and created again, or restored from an older copy, and its new"
                    + " events would be skipped. Restore the topic, or start a new journal over the"
                    + " event log as it is: sessionfold rebuild --from events")
                .formatted(topic.topicName(), partition, last(topic), end));
      }
    }
  }
}
