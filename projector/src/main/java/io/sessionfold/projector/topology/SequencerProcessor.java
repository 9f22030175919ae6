package io.sessionfold.projector.topology;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.projector.topics.KeyPartition;
import io.sessionfold.sequence.EventReader;
import io.sessionfold.sequence.IngressRecord;
import io.sessionfold.sequence.Limits;
import io.sessionfold.sequence.Sequencer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.jspecify.annotations.Nullable;

/** One task: the records of one partition of both topics become changes and dead letters. */
final class SequencerProcessor implements Processor<byte[], byte[], byte[], Outgoing> {
  /** How many entries of deleted sessions one punctuation drops. */
  static final int FORGET_AT_ONCE = 1_000;

  /** How often. */
  static final Duration FORGET_EVERY = Duration.ofMillis(100);

  /** Decoded heads kept by all tasks of a journal together: about 32 MB. */
  private static final int RECENT_HEADS = 32 * 1024;

  /** Events of young sessions kept by all tasks of a journal together: about 16 MB. */
  private static final int YOUNG_EVENTS = 1024 * 1024;

  private final ProjectorTopology topology;
  private final DeadLetters deadLetters;
  private ProcessorContext<byte[], Outgoing> context;
  private Positions positions;
  private Sequencer sequencer;

  @SuppressWarnings("NullAway.Init") // Streams calls init before anything else.
  SequencerProcessor(ProjectorTopology topology) {
    this.topology = topology;
    deadLetters = new DeadLetters(topology.limits());
  }

  @Override
  public void init(ProcessorContext<byte[], Outgoing> taskContext) {
    context = taskContext;
    positions = new Positions(StoreName.POSITIONS.in(taskContext));
    positions.check(taskContext.taskId().partition(), topology.journalTopic(), topology.logFacts());
    Limits limits = topology.limits();
    StreamsState state =
        new StreamsState(
            taskContext,
            RECENT_HEADS / topology.partitions(),
            YOUNG_EVENTS / topology.partitions());
    sequencer = new Sequencer(new EventReader(limits), limits, state);
    taskContext.schedule(
        FORGET_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> state.forgetSome(FORGET_AT_ONCE));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata at = context.recordMetadata().orElseThrow();
    freeSource(at);
    IngressTopic topic = IngressTopic.named(at.topic()).orElseThrow();
    if (at.offset() <= positions.last(topic)) {
      topology.counters().skipped();
      return;
    }
    Change change = sequencer.sequence(ingress(topic, at, record), misrouted(at, record.key()));
    context.forward(JournalRecords.of(change, record.headers()), ProjectorTopology.JOURNAL_SINK);
    if (change instanceof Rejected rejected) {
      context.forward(
          deadLetters.of(rejected, record.key(), record.value(), record.headers()),
          ProjectorTopology.DEAD_LETTER_SINK);
      topology.counters().rejected(rejected);
    }
    positions.raise(topic, at.offset());
    topology.counters().sequenced(change.outcome());
  }

  /**
   * Streams keeps the bytes of the source record for handlers of errors, which we have none of, and
   * with them, uncounted, every entry of its cache: 400 entries of 200 bytes held 400 messages of a
   * mebibyte. Forwarding frees them, too late for what was put before.
   */
  static void freeSource(RecordMetadata at) {
    if (at instanceof ProcessorRecordContext own) {
      own.freeRawRecord();
    }
  }

  private static IngressRecord ingress(
      IngressTopic topic, RecordMetadata at, Record<byte[], byte[]> record) {
    return new IngressRecord(
        topic,
        at.partition(),
        at.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        record.key(),
        record.value(),
        headers(record.headers()));
  }

  private static List<IngressRecord.Header> headers(Headers headers) {
    List<IngressRecord.Header> list = new ArrayList<>(12);
    for (Header header : headers) {
      list.add(new IngressRecord.Header(header.key(), header.value()));
    }
    return list;
  }

  /** A record without a key belongs nowhere; that it has none is reason enough. */
  private boolean misrouted(RecordMetadata at, byte @Nullable [] key) {
    return key != null
        && key.length > 0
        && KeyPartition.of(key, topology.partitions()) != at.partition();
  }
}
