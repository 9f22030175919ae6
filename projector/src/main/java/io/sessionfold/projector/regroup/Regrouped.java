package io.sessionfold.projector.regroup;

import io.sessionfold.event.EventType;
import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.journal.Outcome;
import io.sessionfold.projector.runner.JournalUnreadableException;
import io.sessionfold.projector.topics.PartitionScan;
import io.sessionfold.sink.Watermark;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of one partition of a journal, session by session: every applied change exactly once,
 * in the order of revisions, each session whole. The journal is read once; on the way only keys and
 * headers are looked at, and a change is decoded when it is walked over.
 *
 * <p>Memory is bounded by the {@link Budget}, whatever the size of the stretch, of a session or of
 * the number of sessions; beyond it the records go through files. Not thread-safe.
 */
public final class Regrouped implements AutoCloseable {
  /** Two different keys stay together through so many levels only if somebody made them for it. */
  private static final int SPLITS = 6;

  private static final int TOLD_EVERY = 1_000;
  private static final int REJECTIONS_SHARE = 16;

  private final Stretch stretch;
  private final Selection selection;
  private final ScratchDirectory scratch;
  private final SessionGroups groups;
  private final RejectionSpool rejections;
  private final Map<IngressTopic, ConsumerRecord<byte[], byte[]>> latest =
      new EnumMap<>(IngressTopic.class);
  private Watermark reached;
  private long records;
  private boolean visited;

  private Regrouped(Stretch stretch, Selection selection, Budget budget) {
    this.stretch = stretch;
    this.selection = selection;
    this.reached = new Watermark(stretch.end(), 0, 0);
    this.scratch = new ScratchDirectory(budget.scratch());
    long side = budget.memory() / REJECTIONS_SHARE;
    this.rejections = new RejectionSpool(scratch, side);
    this.groups = new SessionGroups(scratch, budget.memory() - side, SPLITS);
  }

  /**
   * Reads a stretch.
   *
   * @param consumer read_committed and without a group, as {@link
   *     io.sessionfold.projector.runner.JournalConsumer#openForReplay} opens it; its assignment is
   *     replaced
   * @param progress is told now and then how many records were read since it was told last
   * @throws JournalUnreadableException if the journal does not reach back to the beginning of the
   *     stretch, or has a record that is no change
   * @throws org.apache.kafka.common.errors.TimeoutException if nothing comes any more
   * @throws java.io.UncheckedIOException if there is no room for what does not fit into memory
   */
  public static Regrouped read(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
      Stretch stretch,
      Selection selection,
      Budget budget,
      LongConsumer progress) {
    Regrouped regrouped = new Regrouped(stretch, selection, budget);
    try {
      regrouped.read(consumer, progress);
      return regrouped;
    } catch (RuntimeException e) {
      regrouped.close();
      throw e;
    }
  }

  private void read(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer, LongConsumer progress) {
    if (stretch.from() >= stretch.end()) {
      return;
    }
    consumer.assign(List.of(stretch.partition()));
    consumer.seek(stretch.partition(), stretch.from());
    Predicate<ConsumerRecord<byte[], byte[]>> every =
        record -> {
          add(record);
          if (++records % TOLD_EVERY == 0) {
            progress.accept(TOLD_EVERY);
          }
          return false;
        };
    try {
      boolean unused = PartitionScan.any(consumer, stretch.partition(), stretch.end(), every);
    } catch (InvalidOffsetException e) {
      throw JournalUnreadableException.shortened(
          stretch.partition().topic(), stretch.partition().partition(), stretch.from(), e);
    }
    progress.accept(records % TOLD_EVERY);
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
    Outcome outcome = outcome(record);
    latest(record, outcome);
    if (outcome == Outcome.APPLIED) {
      RawChange change = change(record);
      if (isWanted(change.key())) {
        groups.add(change);
      }
    } else if (outcome == Outcome.REJECTED && selection.rejections()) {
      rejections.add(record.offset(), record.value());
    }
  }

  /** On each topic events are in the order of their offsets: the last of each is enough. */
  private void latest(ConsumerRecord<byte[], byte[]> record, Outcome outcome) {
    String type = header(record, "type");
    EventType known = type == null ? null : EventType.named(type).orElse(null);
    if (known == null || outcome == Outcome.REJECTED) {
      reached = reached.past(decode(record).event());
    } else {
      latest.put(known.topic(), record);
    }
  }

  /** What the stretch covers: the watermark of whoever has written all of it. */
  public Watermark watermark() {
    Watermark covered = reached;
    for (ConsumerRecord<byte[], byte[]> record : latest.values()) {
      covered = covered.past(decode(record).event());
    }
    return covered;
  }

  private boolean isWanted(byte[] key) {
    Predicate<SessionKey> wanted = selection.sessions();
    if (wanted == null) {
      return true;
    }
    // A key that is none is kept, so that it is told.
    Optional<SessionKey> session = SessionKey.parse(new String(key, StandardCharsets.UTF_8));
    return session.isEmpty() || wanted.test(session.get());
  }

  private static Outcome outcome(ConsumerRecord<byte[], byte[]> record) {
    String name = header(record, "outcome");
    try {
      return name == null ? decode(record).outcome() : Outcome.named(name);
    } catch (IllegalArgumentException e) {
      throw unreadable(record, e);
    }
  }

  /** Headers and key repeat what the value says; a record without them is decoded for it. */
  private static RawChange change(ConsumerRecord<byte[], byte[]> record) {
    String revision = header(record, "revision");
    byte[] key = record.key();
    if (key != null && revision != null) {
      try {
        return new RawChange(key, Long.parseLong(revision), record.offset(), record.value());
      } catch (NumberFormatException e) {
        throw unreadable(record, e);
      }
    }
    if (!(decode(record) instanceof Applied applied)) {
      throw unreadable(record, new IllegalArgumentException("headers are of another outcome"));
    }
    return new RawChange(
        applied.session().toString().getBytes(StandardCharsets.UTF_8),
        applied.revision(),
        record.offset(),
        record.value());
  }

  private static Change decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return ChangeCodec.read(record.value());
    } catch (RuntimeException e) {
      throw unreadable(record, e);
    }
  }

  private static JournalUnreadableException unreadable(
      ConsumerRecord<byte[], byte[]> record, RuntimeException e) {
    return new JournalUnreadableException(record.topic(), record.partition(), record.offset(), e);
  }

  private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.US_ASCII);
  }

  /** How many records were read. */
  public long records() {
    return records;
  }

  /**
   * Shows every session that has a change, once, in no order that means anything. May be called
   * once: files are deleted as they are done.
   */
  public void forEachSession(Consumer<? super SessionStretch> visitor) {
    if (visited) {
      throw new IllegalStateException("the sessions of a stretch are shown once");
    }
    visited = true;
    groups.visit(new Visiting(stretch.partition(), visitor));
  }

  /** Shows every rejection, in the order of the journal. May be called once. */
  public void forEachRejection(Consumer<Rejected> visitor) {
    rejections.forEach(stretch.partition(), visitor);
  }

  /** Deletes what it wrote. */
  @Override
  public void close() {
    try (scratch) {
      groups.close();
      rejections.close();
    }
  }
}
