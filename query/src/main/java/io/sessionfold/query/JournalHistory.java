package io.sessionfold.query;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.journal.UnknownJournalVersionException;
import io.sessionfold.session.History;
import io.sessionfold.store.StoreNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * The changes of a session in the journal: its partition, from the beginning to where it ends when
 * the walk begins. Records of other sessions are told by their key and not decoded.
 */
final class JournalHistory implements History {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration FETCH = Duration.ofMillis(5);

  /** So much is read through that the way to the broker and back should not count. */
  private static final int FETCH_BYTES = 1 << 22;

  private final KafkaLog kafka;
  private final Duration patience;
  private final String topic;
  private final SessionKey key;
  private final byte[] recordKey;
  private final long current;

  /**
   * @param patience how long nothing may come before the walk is given up
   * @param current the revision that the journal has at least
   */
  JournalHistory(KafkaLog kafka, Duration patience, int journal, SessionKey key, long current) {
    this.kafka = kafka;
    this.patience = patience;
    this.topic = StoreNames.journal(journal);
    this.key = key;
    this.recordKey = key.toString().getBytes(StandardCharsets.UTF_8);
    this.current = current;
  }

  @Override
  public void forEach(Consumer<? super Applied> change) {
    Deadline asking = Deadline.in(patience);
    TopicPartition partition = new TopicPartition(topic, kafka.partition(key, asking));
    long beginning = kafka.beginnings(Set.of(partition), asking).get(partition);
    long end = kafka.ends(Set.of(partition), asking).get(partition);
    Whole whole = new Whole(change);
    try (org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer =
        kafka.consumer(FETCH, FETCH_BYTES)) {
      consumer.assign(Set.of(partition));
      consumer.seek(partition, beginning);
      walk(consumer, partition, end, whole);
    } catch (KafkaException e) {
      throw kafka.unavailable("reading " + topic, e);
    }
    whole.end();
  }

  private void walk(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
      TopicPartition partition,
      long end,
      Whole whole) {
    long reached = consumer.position(partition);
    Deadline deadline = Deadline.in(patience);
    while (reached < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < end && Arrays.equals(recordKey, record.key())) {
          whole.add(record);
        }
      }
      long position = consumer.position(partition);
      if (position > reached) {
        reached = position;
        deadline = Deadline.in(patience);
      } else if (deadline.passed()) {
        throw new ReadUnavailableException(
            "nothing of "
                + partition
                + " came within "
                + patience
                + ": check that Kafka runs and can be reached, and try again",
            null);
      }
    }
  }

  /** Passes applied changes on, and refuses a history that lacks some. */
  private final class Whole {
    private final Consumer<? super Applied> change;
    private long revision;

    Whole(Consumer<? super Applied> change) {
      this.change = change;
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
      if (read(record) instanceof Applied applied) {
        if (applied.revision() != revision + 1 && applied.type() != EventType.SESSION_DELETED) {
          throw incomplete(
              "has revision %d of %s after revision %d"
                  .formatted(applied.revision(), key, revision));
        }
        revision = applied.revision();
        change.accept(applied);
      }
    }

    void end() {
      if (revision < current) {
        throw incomplete("ends at revision %d of %s".formatted(revision, key));
      }
    }

    private Change read(ConsumerRecord<byte[], byte[]> record) {
      try {
        return ChangeCodec.read(record.value());
      } catch (UnknownJournalVersionException e) {
        throw new PastUnavailableException(
            topic + " at offset " + record.offset() + " is of a later release: " + e.getMessage());
      }
    }

    private PastUnavailableException incomplete(String how) {
      return new PastUnavailableException(
          topic
              + " "
              + how
              + ", although the session is at revision "
              + current
              + ": what belongs between is gone. The log is meant to be kept for ever; the session's"
              + " file has its whole history, where there is one: name its root in the settings"
              + " (files)");
    }
  }
}
