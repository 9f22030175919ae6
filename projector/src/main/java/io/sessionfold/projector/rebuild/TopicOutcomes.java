package io.sessionfold.projector.rebuild;

import io.sessionfold.event.EventType;
import io.sessionfold.event.IngressTopic;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.projector.runner.JournalUnreadableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What a partition of a journal made of the events of one topic, in the order of their offsets,
 * which is the journal's. It holds no more than one poll has brought.
 */
final class TopicOutcomes {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * What is read.
   *
   * @param end the offset in the journal before which it ends
   * @param below the offset in the event log before which events count
   */
  record Range(TopicPartition journal, long end, IngressTopic topic, long below) {}

  private final Consumer<byte[], byte[]> consumer;
  private final Range range;
  private final LoadControl control;
  private final Deque<Change> waiting = new ArrayDeque<>();
  private long last = -1;

  /** Reads with a consumer of its own, read_committed and without a group. */
  TopicOutcomes(Consumer<byte[], byte[]> consumer, Range range, LoadControl control) {
    this.consumer = consumer;
    this.range = range;
    this.control = control;
    consumer.assign(List.of(range.journal()));
    consumer.seek(range.journal(), 0);
  }

  /** The offset of the event that comes next; {@link Long#MAX_VALUE} if none does. */
  long next() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long position = consumer.position(range.journal());
    while (waiting.isEmpty() && position < range.end() && last < range.below() - 1) {
      control.goOn();
      poll();
      long reached = consumer.position(range.journal());
      if (reached > position) {
        deadline = System.nanoTime() + PATIENCE.toNanos();
      } else if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException("nothing more of " + range.journal() + " came before its end");
      }
      position = reached;
    }
    return waiting.isEmpty() ? Long.MAX_VALUE : waiting.getFirst().event().offset();
  }

  private void poll() {
    try {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < range.end() && mayBeOfTopic(record)) {
          keep(record);
        }
      }
    } catch (InvalidOffsetException e) {
      throw JournalUnreadableException.shortened(
          range.journal().topic(), range.journal().partition(), 0, e);
    }
  }

  /** The type is in a header, where the record named a known one. */
  private boolean mayBeOfTopic(ConsumerRecord<byte[], byte[]> record) {
    Header type = record.headers().lastHeader("type");
    if (type == null || type.value() == null) {
      return true;
    }
    Optional<EventType> known =
        EventType.named(new String(type.value(), StandardCharsets.US_ASCII));
    Header outcome = record.headers().lastHeader("outcome");
    boolean rejected =
        outcome == null
            || "rejected".equals(new String(outcome.value(), StandardCharsets.US_ASCII));
    // One that was rejected may have been published to the wrong topic.
    return rejected || known.isEmpty() || known.get().topic() == range.topic();
  }

  private void keep(ConsumerRecord<byte[], byte[]> record) {
    Change change;
    try {
      change = ChangeCodec.read(record.value());
    } catch (RuntimeException e) {
      throw new JournalUnreadableException(record.topic(), record.partition(), record.offset(), e);
    }
    long offset = change.event().offset();
    // What comes again is the same: a journal keeps one change of each event.
    if (change.event().topic().equals(range.topic().topicName())
        && offset > last
        && offset < range.below()) {
      last = offset;
      waiting.addLast(change);
    }
  }

  /** The change that comes next. */
  Change take() {
    Change change = waiting.pollFirst();
    if (change == null) {
      throw new NoSuchElementException();
    }
    return change;
  }

  /** The change of the event at an offset that is the next one's; absent if that is another's. */
  @Nullable Change takeAt(long offset) {
    return next() == offset ? take() : null;
  }
}
