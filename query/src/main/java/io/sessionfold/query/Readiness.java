package io.sessionfold.query;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Position;
import io.sessionfold.journal.Position.Offsets;
import io.sessionfold.query.ActiveGeneration.Reading;
import io.sessionfold.query.WatermarkPoller.Seen;
import io.sessionfold.sink.Watermark;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.StoreNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Waits until the active generation has got as far as a read must see. */
final class Readiness {
  /** How long a wait goes on before it looks at the pointer, and at the projector, again. */
  private static final Duration SLICE = Duration.ofMillis(100);

  private final ActiveGeneration active;
  private final WatermarkPoller poller;
  private final KafkaLog kafka;

  Readiness(ActiveGeneration active, WatermarkPoller poller, KafkaLog kafka) {
    this.active = active;
    this.poller = poller;
    this.kafka = kafka;
  }

  /** What a wait is for: next offsets by partition. */
  private record Goal(Map<Integer, Watermark> next) {
    /** The event log is covered, whatever the journal's position is. */
    boolean reached(Map<Integer, Watermark> seen) {
      return next.entrySet().stream().allMatch(e -> covers(seen.get(e.getKey()), e.getValue()));
    }

    private static boolean covers(Watermark seen, Watermark goal) {
      return seen.messages() >= goal.messages() && seen.metadata() >= goal.metadata();
    }
  }

  /** Waits for a position token; answers the generation that has reached it. */
  Reading after(Position position, Deadline deadline) {
    Map<Integer, Watermark> next = new TreeMap<>();
    position.partitions().forEach((partition, offsets) -> next.put(partition, behind(offsets)));
    Goal goal = new Goal(next);
    if (next.isEmpty()) {
      return active.reading();
    }
    while (true) {
      Reading reading = active.reading();
      ActivePointer pointer = reading.pointer();
      Seen seen = await(pointer, goal.next.keySet(), goal::reached, deadline);
      if (seen.reached()) {
        return reading;
      }
      refuseLate(pointer, goal, seen, deadline);
    }
  }

  private static Watermark behind(Offsets offsets) {
    return new Watermark(0, next(offsets.messages()), next(offsets.metadata()));
  }

  private static long next(@Nullable Long offset) {
    return offset == null ? 0 : offset + 1;
  }

  /** Waits for everything of a session's partition that is published; answers as above. */
  Reading fresh(SessionKey key, Deadline deadline) {
    kafka.require("a fresh read");
    int partition = kafka.partition(key, deadline);
    Goal goal = new Goal(Map.of(partition, ends(partition, deadline)));
    while (true) {
      Reading reading = active.reading();
      ActivePointer pointer = reading.pointer();
      Seen seen = await(pointer, Set.of(partition), goal::reached, deadline);
      if (seen.reached() || passedByJournal(pointer, partition, goal, deadline)) {
        return reading;
      }
      refuseLate(pointer, goal, seen, deadline);
    }
  }

  private Watermark ends(int partition, Deadline deadline) {
    TopicPartition messages = on(IngressTopic.MESSAGES, partition);
    TopicPartition metadata = on(IngressTopic.METADATA, partition);
    Map<TopicPartition, Long> ends = kafka.ends(List.of(messages, metadata), deadline);
    return new Watermark(0, ends.get(messages), ends.get(metadata));
  }

  /** What Kafka does not tell within the deadline is late, like anything else. */
  private boolean passedByJournal(
      ActivePointer pointer, int partition, Goal goal, Deadline deadline) {
    try {
      return sequencedAndRead(pointer, partition, goal, deadline);
    } catch (ReadUnavailableException e) {
      if (deadline.passed()) {
        return false;
      }
      throw e;
    }
  }

  /**
   * A log may end in a transaction's marker, which no record follows: watermarks never pass it. But
   * when the projector has passed it, all that comes of the log stands in the journal.
   */
  private boolean sequencedAndRead(
      ActivePointer pointer, int partition, Goal goal, Deadline deadline) {
    Map<TopicPartition, Long> committed =
        kafka.committed(StoreNames.applicationId(pointer.journal()), deadline);
    Watermark sequenced =
        new Watermark(
            0,
            committed.getOrDefault(on(IngressTopic.MESSAGES, partition), 0L),
            committed.getOrDefault(on(IngressTopic.METADATA, partition), 0L));
    if (!goal.reached(Map.of(partition, sequenced))) {
      return false;
    }
    TopicPartition journal = new TopicPartition(StoreNames.journal(pointer.journal()), partition);
    long end = kafka.ends(List.of(journal), deadline).get(journal);
    Predicate<Map<Integer, Watermark>> read =
        seen -> goal.reached(seen) || seen.get(partition).journal() >= end;
    return await(pointer, Set.of(partition), read, deadline).reached();
  }

  private Seen await(
      ActivePointer pointer,
      Set<Integer> partitions,
      Predicate<Map<Integer, Watermark>> reached,
      Deadline deadline) {
    return poller.await(pointer.documents(), partitions, reached, deadline.orIn(SLICE), deadline);
  }

  private static TopicPartition on(IngressTopic topic, int partition) {
    return new TopicPartition(topic.topicName(), partition);
  }

  private static void refuseLate(ActivePointer pointer, Goal goal, Seen seen, Deadline deadline) {
    if (!deadline.passed()) {
      return;
    }
    StringBuilder behind = new StringBuilder();
    goal.next.forEach(
        (partition, wanted) -> {
          Watermark reached = seen.watermarks().getOrDefault(partition, Watermark.NONE);
          long messages = Math.max(0, wanted.messages() - reached.messages());
          long metadata = Math.max(0, wanted.metadata() - reached.metadata());
          if (messages > 0 || metadata > 0) {
            behind.append(
                " Partition %d lacks %d records of %s and %d of %s."
                    .formatted(
                        partition,
                        messages,
                        IngressTopic.MESSAGES.topicName(),
                        metadata,
                        IngressTopic.METADATA.topicName()));
          }
        });
    throw new NotYetReadableException(
        "generation "
            + pointer.documents()
            + " has not got so far within the deadline."
            + behind
            + " Try again, with a longer deadline; if it does not move, check that the projector"
            + " and the mongo sink run (sessionfold status)");
  }
}
