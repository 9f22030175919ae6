package io.sessionfold.query;

import io.sessionfold.journal.Change;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.journal.Position;
import io.sessionfold.store.StoreNames;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads on from where the journal ended. */
final class KafkaJournalTail implements JournalTail {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaLog kafka;
  private final String topic;
  private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
  private final ExpectedRecords expected = new ExpectedRecords();

  private KafkaJournalTail(
      KafkaLog kafka,
      String topic,
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
    this.kafka = kafka;
    this.topic = topic;
    this.consumer = consumer;
  }

  static KafkaJournalTail open(KafkaLog kafka, int journal, Deadline deadline) {
    kafka.require("the outcome of published events");
    String topic = StoreNames.journal(journal);
    int partitions = kafka.partitions(topic, deadline);
    Map<TopicPartition, Long> ends =
        kafka.ends(
            IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList(),
            deadline);
    org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer = kafka.consumer(POLL);
    consumer.assign(ends.keySet());
    ends.forEach(consumer::seek);
    return new KafkaJournalTail(kafka, topic, consumer);
  }

  @Override
  public void expect(Position published) {
    LogRecord.of(published).forEach(expected::add);
  }

  @Override
  public synchronized void await(Duration deadline, Consumer<Change> found) {
    Deadline end = Deadline.in(deadline);
    while (expected.size() > 0) {
      for (ConsumerRecord<byte[], byte[]> record : poll()) {
        Change change = ChangeCodec.read(record.value());
        if (LogRecord.of(change).filter(expected::remove).isPresent()) {
          found.accept(change);
        }
      }
      if (end.passed() && expected.size() > 0) {
        throw new NotYetReadableException(
            expected.size()
                + " published events are not in "
                + topic
                + " within the deadline: wait again; if nothing moves, check that the projector"
                + " runs (sessionfold status)");
      }
    }
  }

  private Iterable<ConsumerRecord<byte[], byte[]>> poll() {
    try {
      return consumer.poll(POLL);
    } catch (KafkaException e) {
      throw kafka.unavailable("reading " + topic, e);
    }
  }

  @Override
  public long missing() {
    return expected.size();
  }

  @Override
  public synchronized void close() {
    consumer.close();
  }
}
