package io.sessionfold.projector.runner;

import io.micrometer.core.instrument.Clock;
import io.sessionfold.projector.runner.SinkStatus.ErrorSeen;
import io.sessionfold.projector.runner.SinkStatus.State;
import org.jspecify.annotations.Nullable;

/** Says what a loop is doing, from what the loop knows; only the loop's thread calls it. */
final class StatusReport {
  private final SinkFeed feed;
  private final PartitionBook book;
  private final JournalReader reader;
  private final LagSample lag;

  StatusReport(SinkFeed feed, PartitionBook book, JournalReader reader, Clock clock) {
    this.feed = feed;
    this.book = book;
    this.reader = reader;
    this.lag = new LagSample(feed.consumer(), feed.topic(), clock);
  }

  SinkStatus of(
      @Nullable Outage store, SinkCounts counts, int quarantined, @Nullable ErrorSeen lastError) {
    Outage outage = store == null ? reader.outage() : store;
    SinkStatus starting = SinkStatus.starting(feed.sink().name(), feed.generation());
    State state = state(outage);
    return new SinkStatus(
        starting.sink(),
        starting.generation(),
        state,
        reason(state, starting.reason(), outage),
        book.owned(),
        book.unopened(),
        lag.sample(reader.positions(), store != null),
        reader.positions(),
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
      case STARTING ->
          reader.topicMissing()
              ? "topic "
                  + feed.topic()
                  + " does not exist: create it with sessionfold topics ensure"
              : starting;
      case RUNNING, STOPPED, FAILED -> "";
    };
  }
}
