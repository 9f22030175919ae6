package io.sessionfold.projector.topics;

import java.time.Duration;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads one partition in order, up to an end that may be behind the marker of a transaction. */
public final class PartitionScan {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(200);

  private PartitionScan() {}

  /**
   * Shows the records from where the consumer stands, until one is enough.
   *
   * @param consumer that the partition is assigned to, and that fetches no other
   * @param end the offset before which it ends
   * @return whether one was enough
   * @throws TimeoutException if nothing more comes before the end
   */
  public static <K, V> boolean any(
      Consumer<K, V> consumer,
      TopicPartition partition,
      long end,
      Predicate<ConsumerRecord<K, V>> enough) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long position = consumer.position(partition);
    while (position < end) {
      for (ConsumerRecord<K, V> record : consumer.poll(POLL)) {
        if (record.offset() < end && enough.test(record)) {
          return true;
        }
      }
      long next = consumer.position(partition);
      if (next > position) {
        deadline = System.nanoTime() + PATIENCE.toNanos();
      } else if (System.nanoTime() > deadline) {
        throw new TimeoutException("nothing more of " + partition + " came before its end");
      }
      position = next;
    }
    return false;
  }
}
