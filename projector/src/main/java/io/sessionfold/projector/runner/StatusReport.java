package io.sessionfold.projector.runner;

import io.micrometer.core.instrument.Clock;
import io.sessionfold.projector.runner.SinkStatus.ErrorSeen;
import io.sessionfold.projector.runner.SinkStatus.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Says what a loop is doing, from what the loop knows; only the loop's thread calls it. */
final class StatusReport {
  private final SinkFeed feed;
  private final PartitionBook book;
  private final JournalReader reader;
  private final BatchBuffer buffer;
  private final Brake brake;
  private final Clock clock;
  private final LagSample lag;
  private final Backlog backlog = new Backlog();

  StatusReport(
      SinkFeed feed,
      PartitionBook book,
      JournalReader reader,
      BatchBuffer buffer,
      Brake brake,
      Clock clock) {
    this.feed = feed;
    this.book = book;
    this.reader = reader;
    this.buffer = buffer;
    this.brake = brake;
    this.clock = clock;
    this.lag = new LagSample(feed.consumer(), feed.topic(), clock);
  }

  /** Records came. */
  void heard() {
    lag.heard();
  }

  /** A record was written. */
  void written(JournalRecord record) {
    backlog.written(record);
  }

  SinkStatus of(
      @Nullable Outage store, SinkCounts counts, int quarantined, @Nullable ErrorSeen lastError) {
    SinkStatus starting =
        SinkStatus.starting(feed.sink().name(), feed.generation(), clock.monotonicTime());
    Backlog.Seen seen =
        backlog.seen(
            reader.positions(),
            buffer.firsts(),
            lag.ends(reader.positions(), store != null),
            Instant.ofEpochMilli(clock.wallTime()));
    String outage = outage(store);
    State state = state(outage);
    return new SinkStatus(
        starting.sink(),
        starting.generation(),
        state,
        reason(state, starting.reason(), outage),
        book.owned(),
        book.unopened(),
        seen.lag(),
        seen.next(),
        seen.since(),
        counts,
        quarantined,
        lastError,
        starting.turnedAt());
  }

  private @Nullable String outage(@Nullable Outage store) {
    Outage outage = store == null ? reader.outage() : store;
    return outage == null ? lag.silence() : outage.message();
  }

  private State state(@Nullable String outage) {
    if (outage != null) {
      return State.UNAVAILABLE;
    }
    if (!book.unopened().isEmpty()) {
      return State.WAITING;
    }
    if (book.owned().isEmpty()) {
      return State.STARTING;
    }
    return brake.reason() == null ? State.RUNNING : State.HELD;
  }

  private String reason(State state, String starting, @Nullable String outage) {
    return switch (state) {
      case UNAVAILABLE -> outage == null ? "" : outage;
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
      case HELD -> String.valueOf(brake.reason());
      case RUNNING, STOPPED, FAILED -> "";
    };
  }
}
