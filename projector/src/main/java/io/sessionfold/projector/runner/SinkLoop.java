package io.sessionfold.projector.runner;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change;
import io.sessionfold.projector.runner.SinkStatus.ErrorSeen;
import io.sessionfold.projector.runner.SinkStatus.State;
import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.sink.Watermark;
import io.sessionfold.sink.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop, one turn at a time; one thread calls it. Each turn reads, writes, makes durable, raises
 * watermarks and commits, in this order, and keeps where it is: a turn that an outage cuts off is
 * continued by a later one with the same records.
 */
final class SinkLoop implements ConsumerRebalanceListener {
  private static final Logger LOG = LoggerFactory.getLogger(SinkLoop.class);
  private static final Duration IDLE_POLL = Duration.ofMillis(100);

  /** Markers of transactions move the position without a record; they need not be followed fast. */
  private static final Duration IDLE_RAISE = Duration.ofMillis(200);

  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  private final SinkFeed feed;
  private final SinkRunnerSettings settings;
  private final Clock clock;
  private final SinkMetrics metrics;
  private final Backoff backoff;
  private final BooleanSupplier closing;
  private final PartitionBook book = new PartitionBook();
  private final QuarantinedSessions quarantined = new QuarantinedSessions();
  private final JournalReader reader;
  private final Brake brake;
  private final BatchBuffer buffer;
  private final OffsetCommits commits;
  private final StatusReport report;
  private final Releases releases;

  private @Nullable Outage outage;
  private RefusalStreak streak = RefusalStreak.NONE;
  private @Nullable ErrorSeen lastError;
  private SinkCounts counts = SinkCounts.ZERO;
  private boolean wrote;
  private long checkpointAt;
  private long askAt;
  private volatile SinkStatus status;

  SinkLoop(
      SinkFeed feed,
      SinkRunnerSettings settings,
      MeterRegistry registry,
      Clock clock,
      BooleanSupplier closing) {
    this.feed = feed;
    this.settings = settings;
    this.clock = clock;
    this.closing = closing;
    this.status = SinkStatus.starting(feed.sink().name(), feed.generation(), clock.monotonicTime());
    this.metrics = new SinkMetrics(registry, feed.sink().name(), feed.generation(), this::status);
    this.backoff = new Backoff(settings.firstBackoff(), settings.maxBackoff());
    this.buffer = new BatchBuffer(settings, clock);
    this.reader = new JournalReader(feed, clock, backoff);
    this.brake = new Brake(feed.holds(), reader);
    this.commits =
        new OffsetCommits(feed.consumer(), feed.topic(), settings.commitInterval(), clock);
    this.report = new StatusReport(feed, book, reader, buffer, brake, clock);
    this.releases = new Releases(feed, quarantined, clock);
    this.checkpointAt = clock.monotonicTime();
  }

  /** Joins the group. */
  void start() {
    feed.consumer().subscribe(List.of(feed.topic()), this);
  }

  /** One turn. */
  void step() {
    read();
    if (outage == null || clock.monotonicTime() >= outage.retryAt()) {
      attempt();
    }
    reader.pauseOnly(mayRead() ? brake.with(book.unopened()) : book.all());
    commits.commitIfDue(book.raised());
    publish();
  }

  /**
   * Under suspicion of the store it reads on while there is room: if the store takes one change of
   * all that comes, the others were refused for what they are.
   */
  private boolean mayRead() {
    return outage == null || (streak.isOfStore() && buffer.hasRoom());
  }

  /** Light load: what one poll brought. Under load: polls until a bound of the batch. */
  private void read() {
    int polled = poll(waitForRecords());
    while (polled >= settings.busyRecords() && !buffer.isFull() && !closing.getAsBoolean()) {
      polled = poll(Duration.ofNanos(Math.max(buffer.remainingNanos(), 0)));
    }
  }

  private int poll(Duration wait) {
    Map<Integer, Long> before = Map.copyOf(reader.positions());
    ConsumerRecords<byte[], byte[]> polled = reader.poll(wait);
    try {
      List<ConsumerRecord<byte[], byte[]>> records = brake.admit(polled, before);
      records.forEach(buffer::add);
      if (!records.isEmpty()) {
        report.heard();
      }
      return records.size();
    } catch (StoreUnavailableException e) {
      away(e);
      return 0;
    }
  }

  private Duration waitForRecords() {
    if (outage == null) {
      return releases.isUnderWay() ? Duration.ZERO : IDLE_POLL;
    }
    long left = Math.max(outage.retryAt() - clock.monotonicTime(), 0);
    return Duration.ofNanos(Math.min(left, IDLE_POLL.toNanos()));
  }

  private void attempt() {
    try {
      takeOver();
      write();
      checkpoint(false);
      rewind(releases.step(book.positions(reader.positions())));
      if (outage != null) {
        LOG.info("{}: the store is back", name());
        outage = null;
      }
    } catch (StoreUnavailableException e) {
      away(e);
    }
  }

  private void away(StoreUnavailableException e) {
    int failures = outage == null ? 1 : outage.failures() + 1;
    Duration wait = backoff.after(failures, ThreadLocalRandom.current().nextDouble());
    String message = String.valueOf(e.getMessage());
    if (failures == 1) {
      LOG.warn("{}: paused, nothing is lost: {}", name(), message, e);
      metrics.outage();
    }
    outage = new Outage(failures, clock.monotonicTime() + wait.toNanos(), message);
    lastError = new ErrorSeen(now(), message);
  }

  /** Opens partitions: acquired first, so that nobody else raises what is read after that. */
  private void takeOver() {
    if (book.unopened().isEmpty() || clock.monotonicTime() < askAt) {
      return;
    }
    askAt = clock.monotonicTime() + ASK_AGAIN.toNanos();
    if (!book.waiting().isEmpty()) {
      book.acquired(feed.sink().acquire(book.waiting()));
    }
    Set<Integer> acquired = book.acquired();
    if (acquired.isEmpty()) {
      return;
    }
    Map<Integer, Watermark> stored = feed.watermarks().read(feed.generation(), name(), acquired);
    quarantined.load(feed.quarantine().read(feed.generation(), name(), acquired));
    LostProjection.refuse(feed, stored, quarantined::isMarked);
    stored.forEach((partition, w) -> reader.seek(partition, w.journal()));
    book.opened(stored);
    LOG.info("{}: writes partitions {}", name(), book.owned());
  }

  private void write() {
    if (buffer.isEmpty()) {
      return;
    }
    // Before a call that may hang: what it holds back is seen from outside.
    publish();
    List<JournalRecord> records = buffer.records();
    Grouping grouping = Grouping.of(records, quarantined::leavesOut);
    WriteResult result =
        grouping.batch().isEmpty()
            ? WriteResult.NOTHING
            : metrics.timeWrite(() -> feed.sink().write(grouping.batch()));
    streak = streak.after(grouping.batch(), result);
    streak.refuseIfOfStore(name(), result);
    grouping.left().forEach(quarantined::leave);
    quarantine(records, grouping.refused());
    quarantine(records, result.refused());
    for (JournalRecord record : records) {
      Change change = record.change();
      book.written(record.partition(), change.event());
      report.written(record);
    }
    SinkCounts counted = grouping.counts(result);
    counts = counts.plus(counted);
    metrics.count(counted);
    buffer.clear();
    wrote = true;
  }

  private void quarantine(
      List<JournalRecord> records, Map<SessionKey, WriteResult.Refusal> refused) {
    Refusals.marks(records, refused, feed.generation(), name(), now()).forEach(quarantined::add);
  }

  /** Marks, then data, then watermarks; each step may be repeated. */
  private void checkpoint(boolean now) {
    book.at(reader.positions());
    Duration wait = settings.checkpointInterval();
    if (!wrote && wait.compareTo(IDLE_RAISE) < 0) {
      wait = IDLE_RAISE;
    }
    boolean due = now || clock.monotonicTime() - checkpointAt >= wait.toNanos();
    if (!due || (!wrote && book.ahead().isEmpty())) {
      return;
    }
    quarantined.store(feed.quarantine());
    rewind(metrics.timeCheckpoint(() -> feed.sink().checkpoint()));
    Map<Integer, Watermark> ahead = book.ahead();
    if (!ahead.isEmpty()) {
      feed.watermarks().raise(feed.generation(), name(), ahead);
      book.stored();
    }
    wrote = false;
    checkpointAt = clock.monotonicTime();
  }

  private void rewind(Set<Integer> lost) {
    for (Integer partition : lost) {
      if (book.owned().contains(partition)) {
        long from = book.lost(partition);
        LOG.warn("{}: partition {} is read again from {}", name(), partition, from);
        reader.seek(partition, from);
      }
    }
    releases.interrupt(lost);
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    reader.hold(partitions);
    book.assigned(numbers(partitions));
    askAt = clock.monotonicTime();
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    flush();
    giveUp(numbers(partitions));
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    giveUp(numbers(partitions));
  }

  /** Writes and commits what was read, once; during an outage the next owner reads it again. */
  private void flush() {
    try {
      if (outage == null) {
        write();
        checkpoint(true);
      }
    } catch (StoreUnavailableException e) {
      away(e);
    }
    commits.commitNow(book.raised());
  }

  private void giveUp(Set<Integer> partitions) {
    releases.interrupt(partitions);
    buffer.drop(partitions);
    partitions.forEach(quarantined::forget);
    book.remove(partitions);
    reader.forget(partitions);
    try {
      // All of them: an acquire that failed may have taken some without saying so.
      feed.sink().release(partitions);
    } catch (StoreUnavailableException e) {
      lastError = new ErrorSeen(now(), String.valueOf(e.getMessage()));
      LOG.warn(
          "{}: gave partitions {} back with something not durable; it was not committed, the next"
              + " owner reads it again",
          name(),
          partitions,
          e);
    }
  }

  /** Ends in order: writes, commits and releases what it can. The sink and consumer stay open. */
  void stop() {
    flush();
    giveUp(book.all());
    publish();
  }

  SinkStatus status() {
    return status;
  }

  /** Says how the loop ended. */
  void ended(State state, String reason) {
    ErrorSeen error = state == State.FAILED ? new ErrorSeen(now(), reason) : null;
    status = status.with(state, reason, error);
  }

  void close() {
    releases.close();
    metrics.close();
  }

  private void publish() {
    status = report.of(outage, counts, quarantined.size(), lastError);
  }

  private String name() {
    return feed.sink().name();
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.wallTime());
  }

  private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
  }
}
