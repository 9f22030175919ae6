package io.sessionfold.projector.runner;

import io.sessionfold.projector.runner.SinkStatus.ErrorSeen;
import io.sessionfold.projector.runner.SinkStatus.State;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Says what a loop is doing, from what the loop knows; only the loop's thread calls it. */
final class StatusReport {
  private final SinkFeed feed;
  private final PartitionBook book;
  private final LagSample lag;

  StatusReport(SinkFeed feed, PartitionBook book, LagSample lag) {
    this.feed = feed;
    this.book = book;
    this.lag = lag;
  }

  SinkStatus of(
      @Nullable Outage outage, SinkCounts counts, int quarantined, @Nullable ErrorSeen lastError) {
    SinkStatus starting = SinkStatus.starting(feed.sink().name(), feed.generation());
    State state = state(outage);
    return new SinkStatus(
        starting.sink(),
        starting.generation(),
        state,
        reason(state, starting.reason(), outage),
        book.owned(),
        book.unopened(),
        lag.sample(book.owned(), outage != null),
        positions(),
        counts,
        quarantined,
        lastError);
  }

  private State state(@Nullable Outage outage) {
    if (outage != null) {
      return State.UNAVAILABLE;
    }
    if (!book.unopened().isEmpty()) {
      return State.WAITING;
    }
    return book.owned().isEmpty() ? State.STARTING : State.RUNNING;
  }

  private String reason(State state, String starting, @Nullable Outage outage) {
    return switch (state) {
      case UNAVAILABLE -> outage == null ? "" : outage.message();
      case WAITING ->
          "partitions "
              + book.unopened()
              + " are held by another process: it gives them back when it stops; they are asked"
              + " for every second";
      case STARTING -> starting;
      case RUNNING, STOPPED, FAILED -> "";
    };
  }

  private Map<Integer, Long> positions() {
    Map<Integer, Long> positions = new HashMap<>();
    for (Integer partition : book.owned()) {
      TopicPartition tp = new TopicPartition(feed.topic(), partition);
      positions.put(partition, feed.consumer().position(tp));
    }
    return positions;
  }
}
