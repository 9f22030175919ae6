package io.sessionfold.projector.proof;

import io.sessionfold.event.SessionKey;
import io.sessionfold.projector.regroup.Budget;
import io.sessionfold.projector.regroup.JournalHoleException;
import io.sessionfold.projector.regroup.Regrouped;
import io.sessionfold.projector.regroup.Selection;
import io.sessionfold.projector.regroup.SessionStretch;
import io.sessionfold.projector.regroup.Stretch;
import io.sessionfold.projector.topics.KeyPartition;
import io.sessionfold.proof.DigestFold;
import io.sessionfold.proof.DigestFold.Folded;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** The journal, folded. One thread at a time. */
final class JournalLog {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final Budget budget;
  private final int partitions;

  /**
   * A journal.
   *
   * @param consumer as {@link io.sessionfold.projector.runner.JournalConsumer#openForReplay} opens
   *     it
   */
  JournalLog(Consumer<byte[], byte[]> consumer, String topic, Budget budget) {
    this.consumer = consumer;
    this.topic = topic;
    this.budget = budget;
    this.partitions = consumer.partitionsFor(topic, PATIENCE).size();
    if (partitions == 0) {
      throw new ProofException(
          "topic "
              + topic
              + " does not exist: name the brokers that have it, or start the"
              + " projector");
    }
  }

  int partitions() {
    return partitions;
  }

  int partition(SessionKey session) {
    return KeyPartition.of(session.toString().getBytes(StandardCharsets.UTF_8), partitions);
  }

  /** The ends of what is committed, by partition. */
  Map<Integer, Long> ends() {
    List<TopicPartition> all =
        IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
    Map<Integer, Long> ends = new TreeMap<>();
    consumer.endOffsets(all, PATIENCE).forEach((p, end) -> ends.put(p.partition(), end));
    return ends;
  }

  /** Every session up to the ends. */
  void scan(
      Map<Integer, Long> ends,
      Predicate<SessionKey> wanted,
      java.util.function.Consumer<Entry> entries,
      LongConsumer progress) {
    Selection selection = wanted.equals(Sample.ALL) ? Selection.CHANGES : Selection.of(wanted);
    ends.forEach(
        (partition, end) ->
            visit(
                partition,
                end,
                selection,
                stretch -> entries.accept(entry(stretch, Long.MAX_VALUE)),
                progress));
  }

  /** These sessions up to the ends, those of them that have a change. */
  void visit(
      Set<SessionKey> sessions,
      Map<Integer, Long> ends,
      java.util.function.Consumer<SessionStretch> visitor) {
    Map<Integer, Set<SessionKey>> byPartition =
        sessions.stream().collect(Collectors.groupingBy(this::partition, Collectors.toSet()));
    byPartition.forEach(
        (partition, keys) ->
            visit(
                partition,
                ends.getOrDefault(partition, 0L),
                Selection.of(keys::contains),
                visitor,
                records -> {}));
  }

  private void visit(
      int partition,
      long end,
      Selection selection,
      java.util.function.Consumer<SessionStretch> visitor,
      LongConsumer progress) {
    Stretch stretch = new Stretch(new TopicPartition(topic, partition), 0, end);
    try (Regrouped regrouped = Regrouped.read(consumer, stretch, selection, budget, progress)) {
      regrouped.forEachSession(visitor);
    }
  }

  /** What the fold up to a revision says. */
  static Entry entry(SessionStretch stretch, long upTo) {
    try {
      Folded folded = DigestFold.fold(stretch.session(), stretch, upTo);
      return Entry.of(
          stretch.session(),
          folded.revision(),
          folded.outline().messages(),
          folded.outline().digest());
    } catch (JournalHoleException e) {
      return Entry.damaged(stretch.session(), e.missing() - 1, String.valueOf(e.getMessage()));
    }
  }
}
