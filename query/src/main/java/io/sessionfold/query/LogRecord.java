package io.sessionfold.query;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where one record stands in the event log. */
record LogRecord(IngressTopic topic, int partition, long offset) {
  /** The records that a position names. */
  static List<LogRecord> of(Position position) {
    List<LogRecord> records = new ArrayList<>();
    position
        .partitions()
        .forEach(
            (partition, offsets) -> {
              for (IngressTopic topic : IngressTopic.values()) {
                Long offset = offsets.on(topic);
                if (offset != null) {
                  records.add(new LogRecord(topic, partition, offset));
                }
              }
            });
    return records;
  }

  /** The record that a change is about; empty if it is on a topic that is not ours. */
  static Optional<LogRecord> of(Change change) {
    return IngressTopic.named(change.event().topic())
        .map(topic -> new LogRecord(topic, change.event().partition(), change.event().offset()));
  }

  Position position() {
    return Position.of(topic, partition, offset);
  }
}
