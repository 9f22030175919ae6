package io.sessionfold.query;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.ChangeCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds the change about one record of the event log. In a partition of the journal the changes
 * about one topic are in the order of its offsets, so that bisection finds each in a logarithm of
 * fetches. One lookup at a time.
 */
final class JournalLookup implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration FETCH = Duration.ofMillis(5);

  private final KafkaLog kafka;
  private @Nullable Consumer<byte[], byte[]> consumer;

  /** Where the last fetch ended. */
  private long reached;

  JournalLookup(KafkaLog kafka) {
    this.kafka = kafka;
  }

  /**
   * The change about the record at {@code offset}; empty if the journal has none below {@code end}.
   */
  synchronized Optional<Change> find(
      TopicPartition journal, IngressTopic topic, long offset, long end, Deadline deadline) {
    long low = kafka.beginnings(Set.of(journal), deadline).get(journal);
    long high = end;
    while (low < high) {
      List<Change> changes = fetch(journal, topic, low + (high - low) / 2, high, deadline);
      if (changes.isEmpty() || changes.get(0).event().offset() > offset) {
        high = low + (high - low) / 2;
      } else if (changes.get(changes.size() - 1).event().offset() < offset) {
        low = reached;
      } else {
        return changes.stream().filter(c -> c.event().offset() == offset).findFirst();
      }
    }
    return Optional.empty();
  }

  /** The changes about a topic in the first fetch from {@code from} on that brings any. */
  private List<Change> fetch(
      TopicPartition journal, IngressTopic topic, long from, long end, Deadline deadline) {
    try {
      Consumer<byte[], byte[]> reading = assigned(journal);
      reading.seek(journal, from);
      List<Change> changes = new ArrayList<>();
      while (changes.isEmpty() && reading.position(journal) < end) {
        for (ConsumerRecord<byte[], byte[]> record : reading.poll(POLL)) {
          Change change = ChangeCodec.read(record.value());
          if (record.offset() < end && change.event().topic().equals(topic.topicName())) {
            changes.add(change);
          }
        }
        if (deadline.passed()) {
          throw new NotYetReadableException(
              "the journal was not searched within the deadline: give it more time");
        }
      }
      reached = reading.position(journal);
      return changes;
    } catch (KafkaException e) {
      throw kafka.unavailable("searching " + journal.topic(), e);
    }
  }

  private Consumer<byte[], byte[]> assigned(TopicPartition journal) {
    Consumer<byte[], byte[]> reading = consumer == null ? kafka.consumer(FETCH) : consumer;
    consumer = reading;
    if (!reading.assignment().equals(Set.of(journal))) {
      reading.assign(Set.of(journal));
    }
    return reading;
  }

  @Override
  public synchronized void close() {
    if (consumer != null) {
      consumer.close();
    }
  }
}
