package io.sessionfold.projector.rebuild;

import io.sessionfold.projector.regroup.Budget;
import io.sessionfold.projector.regroup.Regrouped;
import io.sessionfold.projector.regroup.Selection;
import io.sessionfold.projector.regroup.Stretch;
import io.sessionfold.sink.Watermark;
import io.sessionfold.store.Projection;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes stretches of the journal into a generation that nobody reads yet, session by session: each
 * is folded and written whole, as its first write.
 *
 * <p>It writes through the sinks with all their fences, so that a stretch may be loaded again after
 * any crash, and by two processes at once. A watermark rises when a partition's stretch is written
 * and durable: a load that was cut off begins the partition that it was at again.
 */
public final class Loader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Loader.class);

  private final LoadTarget target;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Budget budget;
  private final LoadControl control;
  private final ReadAhead ahead;

  /**
   * A load.
   *
   * @param consumers opens a consumer of the journal, read_committed and without a group
   * @param budget of regrouping; batches on their way to the stores come on top of it
   */
  public Loader(
      LoadTarget target,
      Supplier<Consumer<byte[], byte[]>> consumers,
      Budget budget,
      LoadControl control) {
    this.target = target;
    this.consumers = consumers;
    // Two stretches are there at a time: one that is written, and the next one.
    this.budget = new Budget(budget.memory() / 2, budget.scratch());
    this.control = control;
    this.ahead = new ReadAhead(this::read);
  }

  /** Says what will be loaded after the next one: it is read while that one is written. */
  public void next(TopicPartition partition, long end) throws InterruptedException {
    ahead.plan(new Stretch(partition, position(partition.partition()), end));
  }

  /**
   * Loads what a partition has from where the generation stands up to {@code end}. Stores that are
   * away are waited for.
   *
   * @throws org.apache.kafka.common.KafkaException if the broker is away: the same call goes on
   */
  public void load(TopicPartition partition, long end) throws InterruptedException {
    long from = position(partition.partition());
    while (from < end) {
      LOG.info("loading {} from {} to {}", partition, from, end);
      try (Regrouped stretch = ahead.take(new Stretch(partition, from, end))) {
        ahead.begin();
        if (isWritten(partition.partition(), stretch)) {
          raise(partition.partition(), stretch.watermark());
          return;
        }
      }
    }
  }

  private Regrouped read(Stretch stretch) {
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      return Regrouped.read(consumer, stretch, Selection.ALL, budget, control::read);
    }
  }

  /** Where the projection that is furthest behind stands. */
  long position(int partition) throws InterruptedException {
    long from = Long.MAX_VALUE;
    for (Projection projection : target.projections()) {
      Map<Integer, Watermark> stored =
          Outages.outlast(
              () ->
                  target
                      .watermarks()
                      .read(target.generation(), projection.sink(), Set.of(partition)));
      from = Math.min(from, stored.getOrDefault(partition, Watermark.NONE).journal());
    }
    return from;
  }

  private boolean isWritten(int partition, Regrouped stretch) throws InterruptedException {
    try (PartitionLoad load = PartitionLoad.open(target, partition, control)) {
      stretch.forEachRejection(load::rejection);
      stretch.forEachSession(load::session);
      return load.finish();
    }
  }

  private void raise(int partition, Watermark reached) throws InterruptedException {
    for (Projection projection : target.projections()) {
      Outages.outlast(
          () -> {
            target
                .watermarks()
                .raise(target.generation(), projection.sink(), Map.of(partition, reached));
            return true;
          });
    }
  }

  /** Deletes what was read ahead and is not loaded. */
  @Override
  public void close() {
    ahead.close();
  }
}
