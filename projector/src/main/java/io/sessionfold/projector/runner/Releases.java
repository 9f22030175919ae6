package io.sessionfold.projector.runner;

import io.micrometer.core.instrument.Clock;
import io.sessionfold.projector.store.Quarantine;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.sink.WriteResult;
import io.sessionfold.sink.WriteResult.Kind;
import io.sessionfold.sink.WriteResult.Refusal;
import io.sessionfold.store.QuarantineMark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Releases sessions from quarantine when that is asked for, one after another, between the batches
 * of the loop: a session's changes are read once more from the journal and written through the
 * sink's ordinary fences, from the mark on, or, where the store has a gap, from the first change
 * after what it has was discarded. The mark goes when everything that the loop has read is written
 * and durable; until then the loop leaves the session out. So a crash at any moment leaves the mark
 * and the request, and the next owner of the partition begins again.
 *
 * <p>Only the loop's thread calls it.
 */
final class Releases {
  private static final Logger LOG = LoggerFactory.getLogger(Releases.class);
  private static final Duration ASK_EVERY = Duration.ofSeconds(2);

  /** What one turn of the loop waits for records of a release. */
  private static final Duration SLICE = Duration.ofMillis(20);

  /** What one turn gives it while records come: it has to be faster than the loop that goes on. */
  private static final Duration TURN = Duration.ofMillis(250);

  /**
   * A session with less than this is written at once, so that no reader meets a text that a later
   * change takes back; a larger one is written in pieces of this size.
   */
  private static final long PIECE_BYTES = 32L << 20;

  private record UnderWay(QuarantineMark mark, Replay replay) {}

  private final SinkFeed feed;
  private final QuarantinedSessions quarantined;
  private final Clock clock;
  private @Nullable UnderWay underWay;
  private long askAt;

  Releases(SinkFeed feed, QuarantinedSessions quarantined, Clock clock) {
    this.feed = feed;
    this.quarantined = quarantined;
    this.clock = clock;
    this.askAt = clock.monotonicTime();
  }

  /** Whether a session is being released: the loop then does not wait for records. */
  boolean isUnderWay() {
    return underWay != null;
  }

  /**
   * One step, when everything that the loop has read is written.
   *
   * @param positions the next offsets that the loop reads, of the partitions that it owns
   * @return the partitions of which a checkpoint lost something, as the sink reports them
   */
  Set<Integer> step(Map<Integer, Long> positions) {
    if (underWay == null) {
      begin(positions.keySet());
    }
    UnderWay release = underWay;
    if (release == null) {
      return Set.of();
    }
    Replay replay = release.replay();
    Long goal = positions.get(release.mark().partition());
    read(replay, goal == null ? 0 : goal);
    boolean complete = goal != null && replay.position() >= goal;
    if (!complete && replay.bytes() < PIECE_BYTES) {
      return Set.of();
    }
    Refusal refusal = write(replay);
    if (refusal != null) {
      fail(release, refusal);
      return Set.of();
    }
    return complete ? end(release) : Set.of();
  }

  private void read(Replay replay, long goal) {
    long until = clock.monotonicTime() + TURN.toNanos();
    long before;
    do {
      before = replay.position();
      replay.read(SLICE);
    } while (replay.position() > before
        && replay.position() < goal
        && replay.bytes() < PIECE_BYTES
        && clock.monotonicTime() < until);
  }

  private void begin(Set<Integer> owned) {
    if (clock.monotonicTime() < askAt) {
      return;
    }
    askAt = clock.monotonicTime() + ASK_EVERY.toNanos();
    for (QuarantineMark mark : quarantine().requested(feed.generation(), sink().name())) {
      if (owned.contains(mark.partition())) {
        begin(mark);
        return;
      }
    }
  }

  private void begin(QuarantineMark mark) {
    // Another process may have marked it: from here on it is left out here too.
    quarantined.load(List.of(mark));
    boolean gap = mark.kind() == Kind.GAP;
    LOG.info(
        "{}: session {} is released from quarantine, from {}",
        sink().name(),
        mark.session(),
        gap ? "its first change" : "revision " + mark.from());
    if (gap) {
      sink().discard(mark.session(), mark.partition());
    }
    TopicPartition partition = new TopicPartition(feed.topic(), mark.partition());
    long from = gap ? 0 : mark.offset();
    underWay = new UnderWay(mark, new Replay(feed.replay().get(), partition, mark.session(), from));
  }

  private @Nullable Refusal write(Replay replay) {
    if (replay.isEmpty()) {
      return null;
    }
    ChangeBatch batch;
    try {
      batch = new ChangeBatch(List.of(replay.changes()), List.of());
    } catch (IllegalArgumentException e) {
      return new Refusal(
          Kind.GAP, 0, e.getMessage() + ": rebuild from the event log into a new journal");
    }
    WriteResult result = sink().write(batch);
    if (result.refused().isEmpty()) {
      replay.written();
    }
    // What was refused is kept: if saying so is cut off, it is written and refused once more.
    return result.refused().values().stream().findFirst().orElse(null);
  }

  private void fail(UnderWay release, Refusal refusal) {
    QuarantineMark mark = release.mark();
    // Where the session was discarded, the store is behind the mark whatever it refuses.
    Kind kind = mark.kind() == Kind.GAP ? Kind.GAP : refusal.kind();
    QuarantineMark failed =
        mark.failed(kind, refusal.message(), Instant.ofEpochMilli(clock.wallTime()));
    quarantine().fail(failed);
    quarantined.load(List.of(failed));
    LOG.error(
        "{}: session {} stays in quarantine: {}",
        sink().name(),
        failed.session(),
        failed.message());
    close();
  }

  private Set<Integer> end(UnderWay release) {
    Set<Integer> lost = sink().checkpoint();
    if (lost.contains(release.mark().partition())) {
      close();
      return lost;
    }
    quarantine().remove(release.mark());
    quarantined.release(release.mark().session());
    LOG.info("{}: session {} is released", sink().name(), release.mark().session());
    close();
    askAt = clock.monotonicTime();
    return lost;
  }

  /**
   * These partitions are given up, or something of them was lost: their next owner begins again.
   */
  void interrupt(Set<Integer> partitions) {
    UnderWay release = underWay;
    if (release != null && partitions.contains(release.mark().partition())) {
      close();
    }
  }

  void close() {
    UnderWay release = underWay;
    underWay = null;
    if (release != null) {
      release.replay().close();
    }
  }

  private SessionSink sink() {
    return feed.sink();
  }

  private Quarantine quarantine() {
    return feed.quarantine();
  }
}
