package io.sessionfold.projector.runner;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.sink.SessionChanges;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/**
 * The applied changes of one session, read once more from the journal by a consumer of its own. No
 * other session's change is decoded.
 */
final class Replay implements AutoCloseable {
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final SessionKey session;
  private final byte[] key;
  private final List<Applied> changes = new ArrayList<>();
  private long position;
  private long firstOffset;
  private long bytes;

  /** A replay of a partition from an offset on; the consumer is closed with it. */
  Replay(
      Consumer<byte[], byte[]> consumer, TopicPartition partition, SessionKey session, long from) {
    this.consumer = consumer;
    this.partition = partition;
    this.session = session;
    this.key = session.toString().getBytes(StandardCharsets.UTF_8);
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    this.position = from;
  }

  /** Reads on, for no longer than that; nothing comes while the brokers are away. */
  void read(Duration slice) {
    try {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(slice);
      OffsetAndMetadata next = records.nextOffsets().get(partition);
      position = next == null ? position : next.offset();
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (Arrays.equals(record.key(), key)) {
          add(record);
        }
      }
    } catch (RetriableException e) {
      // The next turn tries again.
    }
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
    Change change = BatchBuffer.decode(record).change();
    if (change instanceof Applied applied) {
      if (changes.isEmpty()) {
        firstOffset = record.offset();
      }
      changes.add(applied);
      bytes += record.value().length;
    }
  }

  /** The next offset to read, from the polls themselves: asking could block. */
  long position() {
    return position;
  }

  /** The size of what was read and not written yet. */
  long bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  /**
   * What was read and is not written yet.
   *
   * @throws IllegalArgumentException if the journal has a hole in it
   */
  SessionChanges changes() {
    return new SessionChanges(session, partition.partition(), firstOffset, changes);
  }

  /** What {@link #changes} answered is written. */
  void written() {
    changes.clear();
    bytes = 0;
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE));
  }
}
