package io.sessionfold.projector.runner;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.projector.topics.PartitionScan;
import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.sink.Watermark;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Finds, when partitions are taken over, that watermarks say that sessions were written and the
 * store has none: it was emptied, and what comes next would only be gaps.
 */
final class LostProjection {
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private LostProjection() {}

  /**
   * Refuses to go on.
   *
   * @param stored the watermarks of partitions that are taken over
   * @param leftOut the sessions in quarantine: the store need not have them, since they were
   *     refused from the first change on, or discarded by a release that was cut off
   * @throws IllegalStateException if the store has lost everything, with the remedy
   */
  static void refuse(SinkFeed feed, Map<Integer, Watermark> stored, Predicate<SessionKey> leftOut) {
    boolean nothing = stored.values().stream().allMatch(w -> w.journal() == 0);
    if (nothing || !feed.sink().isEmpty()) {
      return;
    }
    stored.forEach(
        (partition, watermark) -> {
          if (hasApplied(feed, partition, watermark.journal(), leftOut)) {
            throw new IllegalStateException(
                "the store of sink "
                    + feed.sink().name()
                    + " is empty, and its watermark of partition "
                    + partition
                    + " says that the journal was written up to offset "
                    + watermark.journal()
                    + ": restore the store, delete the watermarks of generation "
                    + feed.generation()
                    + " of this sink to write it again from the beginning, or rebuild into a new"
                    + " generation");
          }
        });
  }

  /** Whether there was something to write before that offset: rejections leave no session. */
  private static boolean hasApplied(
      SinkFeed feed, int partition, long before, Predicate<SessionKey> leftOut) {
    TopicPartition journal = new TopicPartition(feed.topic(), partition);
    Consumer<byte[], byte[]> consumer = feed.replay().get();
    try {
      consumer.assign(List.of(journal));
      consumer.seek(journal, 0);
      return PartitionScan.any(
          consumer,
          journal,
          before,
          record ->
              BatchBuffer.decode(record).change() instanceof Applied change
                  && !leftOut.test(change.session()));
    } catch (TimeoutException e) {
      throw new StoreUnavailableException(
          "the journal does not come from " + journal + ": see that the brokers answer", e);
    } finally {
      consumer.close(CloseOptions.timeout(CLOSE));
    }
  }
}
