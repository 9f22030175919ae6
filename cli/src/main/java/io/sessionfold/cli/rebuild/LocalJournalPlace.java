package io.sessionfold.cli.rebuild;

import static io.sessionfold.cli.rebuild.LocalRebuildPlace.there;

import io.sessionfold.cli.Place;
import io.sessionfold.cli.pipeline.JournalProjector;
import io.sessionfold.cli.pipeline.KafkaFacts;
import io.sessionfold.cli.pipeline.PipelineTopics;
import io.sessionfold.event.IngressTopic;
import io.sessionfold.projector.rebuild.JournalPlace;
import io.sessionfold.projector.rebuild.OutcomeDifference;
import io.sessionfold.projector.rebuild.RebuildException;
import io.sessionfold.projector.rebuild.RebuildPlace.Following;
import io.sessionfold.sink.Watermark;
import io.sessionfold.store.StoreNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** What a rebuild in this process makes journals with. */
final class LocalJournalPlace implements JournalPlace {
  private static final long SETTLE_NANOS = 50_000_000;

  private final Place place;
  private final KafkaFacts kafka;
  private final Consumer<OutcomeDifference> differences;

  LocalJournalPlace(Place place, KafkaFacts kafka, Consumer<OutcomeDifference> differences) {
    this.place = place;
    this.kafka = kafka;
    this.differences = differences;
  }

  @Override
  public Map<Integer, Long> settledEnds(int journal) {
    String topic = StoreNames.journal(journal);
    return there(
        () -> {
          Map<TopicPartition, Long> written = kafka.written(topic, kafka.partitions(topic));
          Map<Integer, Long> ends = committed(topic);
          // A transaction is open for half a second at most; one of a killed process for a minute.
          while (written.entrySet().stream()
              .anyMatch(end -> ends.get(end.getKey().partition()) < end.getValue())) {
            LockSupport.parkNanos(SETTLE_NANOS);
            ends.putAll(committed(topic));
          }
          return ends;
        });
  }

  @Override
  public Map<Integer, Watermark> eventLogEnds() {
    return there(
        () -> {
          Map<TopicPartition, Long> ends = new HashMap<>();
          for (IngressTopic topic : IngressTopic.values()) {
            ends.putAll(kafka.ends(topic.topicName(), kafka.partitions(topic.topicName())));
          }
          return positions(ends);
        });
  }

  @Override
  public Map<Integer, Watermark> sequenced(int journal) {
    return there(() -> positions(kafka.committed(StoreNames.applicationId(journal))));
  }

  private static Map<Integer, Watermark> positions(Map<TopicPartition, Long> offsets) {
    Map<Integer, Watermark> positions = new HashMap<>();
    offsets.forEach(
        (partition, next) ->
            positions.merge(
                partition.partition(),
                IngressTopic.MESSAGES.topicName().equals(partition.topic())
                    ? new Watermark(0, next, 0)
                    : new Watermark(0, 0, next),
                Watermark::max));
    return positions;
  }

  @Override
  public int last() {
    return PipelineTopics.journals(place).last();
  }

  @Override
  public String make(int journal) {
    List<String> problems = PipelineTopics.make(place, journal);
    if (!problems.isEmpty()) {
      throw new RebuildException(
          "journal "
              + journal
              + " cannot be made; mend this and go on, or give it up (sessionfold rebuild"
              + " cancel):\n"
              + String.join("\n", problems));
    }
    return there(() -> kafka.topicId(StoreNames.journal(journal)));
  }

  @Override
  public Following sequence(int journal) {
    JournalProjector projector = JournalProjector.start(place, journal);
    return projector::close;
  }

  @Override
  public void differs(OutcomeDifference difference) {
    differences.accept(difference);
  }

  private Map<Integer, Long> committed(String topic) {
    Map<Integer, Long> ends = new HashMap<>();
    kafka
        .ends(topic, kafka.partitions(topic))
        .forEach((partition, end) -> ends.put(partition.partition(), end));
    return ends;
  }
}
