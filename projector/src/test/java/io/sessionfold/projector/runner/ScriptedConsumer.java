package io.sessionfold.projector.runner;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Kafka's own test consumer, whose brokers can go away, and which says as the real one does how far
 * it read where no record came: over the markers of transactions.
 */
final class ScriptedConsumer extends MockConsumer<byte[], byte[]> {
  private boolean away;
  private boolean silentPolls;
  private boolean closeFails;
  private int polls;

  ScriptedConsumer() {
    super("none");
  }

  /** Every question to the brokers times out until it is called with {@code false}. */
  synchronized void setAway(boolean gone) {
    away = gone;
  }

  synchronized void setCloseFails() {
    closeFails = true;
  }

  /** How often the brokers were polled. */
  synchronized int polls() {
    return polls;
  }

  @Override
  public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    polls++;
    if (silentPolls) {
      return ConsumerRecords.empty();
    }
    refuseIfAway();
    ConsumerRecords<byte[], byte[]> polled = super.poll(timeout);
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
    polled.partitions().forEach(p -> records.put(p, polled.records(p)));
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    assignment().stream()
        .filter(p -> !paused().contains(p))
        .forEach(p -> next.put(p, new OffsetAndMetadata(super.position(p))));
    return new ConsumerRecords<>(records, next);
  }

  @Override
  public synchronized long position(TopicPartition partition) {
    refuseIfAway();
    return super.position(partition);
  }

  @Override
  public synchronized long position(TopicPartition partition, Duration timeout) {
    return position(partition);
  }

  @Override
  public synchronized Map<TopicPartition, Long> endOffsets(
      Collection<TopicPartition> partitions, Duration timeout) {
    refuseIfAway();
    return super.endOffsets(partitions, timeout);
  }

  /** The real one polls nothing while its brokers are away, and says so to nobody. */
  synchronized void setSilent(boolean silent) {
    setAway(silent);
    silentPolls = silent;
  }

  /** The real one answers this from its last fetches, and asks nobody. */
  @Override
  public synchronized OptionalLong currentLag(TopicPartition partition) {
    boolean gone = away;
    away = false;
    try {
      return super.currentLag(partition);
    } finally {
      away = gone;
    }
  }

  @Override
  public void close(CloseOptions options) {
    super.close(options);
    if (closeFails) {
      throw new KafkaException("the close failed");
    }
  }

  private void refuseIfAway() {
    if (away) {
      throw new TimeoutException("the brokers are away");
    }
  }
}
