package io.sessionfold.projector.topology;

import io.micrometer.core.instrument.MeterRegistry;
import io.sessionfold.event.IngressTopic;
import io.sessionfold.sequence.Limits;
import io.sessionfold.store.StoreNames;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The topology, one task for each partition of the event log:
 *
 * <pre>
 * agent-messages ─┐             ┌─► session-changes-n
 *                 ├─► sequencer ┤
 * agent-metadata ─┘      │      └─► session-dead-letters-n
 *        positions, seen-events, session-heads,
 *        session-pages, session-metadata, forgetting
 * </pre>
 *
 * <p>Every record becomes exactly one change, on the partition that has its own number.
 */
public final class ProjectorTopology {
  static final String JOURNAL_SINK = "journal";
  static final String DEAD_LETTER_SINK = "dead-letters";
  private static final String SEQUENCER = "sequencer";

  private final int journal;
  private final int partitions;
  private final Limits limits;
  private final LogFacts logFacts;
  private final ProjectorCounters counters;

  /**
   * A topology.
   *
   * @param journal the number of the journal that it writes
   * @param partitions of each ingress topic, of the journal and of its dead letters
   * @param limits those that are recorded with the journal
   * @param logFacts asked once by each task when it starts
   */
  public ProjectorTopology(
      int journal, int partitions, Limits limits, LogFacts logFacts, MeterRegistry registry) {
    this.journal = journal;
    this.partitions = partitions;
    this.limits = limits;
    this.logFacts = logFacts;
    this.counters = new ProjectorCounters(registry);
  }

  /** Builds it. */
  public Topology build() {
    Topology topology = new Topology();
    for (IngressTopic topic : IngressTopic.values()) {
      topology.addSource(
          AutoOffsetReset.earliest(),
          topic.topicName(),
          new RecordedAt(),
          new ByteArrayDeserializer(),
          new ByteArrayDeserializer(),
          topic.topicName());
    }
    topology.addProcessor(
        SEQUENCER,
        new Sequencers(),
        Arrays.stream(IngressTopic.values()).map(IngressTopic::topicName).toArray(String[]::new));
    addSink(topology, JOURNAL_SINK, journalTopic());
    addSink(topology, DEAD_LETTER_SINK, StoreNames.deadLetters(journal));
    return topology;
  }

  private static void addSink(Topology topology, String name, String topic) {
    topology.addSink(
        name,
        topic,
        new ByteArraySerializer(),
        Outgoing.SERIALIZER,
        Outgoing.PARTITIONER,
        SEQUENCER);
  }

  private final class Sequencers implements ProcessorSupplier<byte[], byte[], byte[], Outgoing> {
    @Override
    public Processor<byte[], byte[], byte[], Outgoing> get() {
      return new SequencerProcessor(ProjectorTopology.this);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return Arrays.stream(StoreName.values())
          .map(name -> name.builder(limits))
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  String journalTopic() {
    return StoreNames.journal(journal);
  }

  int partitions() {
    return partitions;
  }

  Limits limits() {
    return limits;
  }

  LogFacts logFacts() {
    return logFacts;
  }

  ProjectorCounters counters() {
    return counters;
  }
}
