package io.sessionfold.projector.rebuild;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change;
import io.sessionfold.projector.regroup.Budget;
import io.sessionfold.projector.regroup.KeyedSpool;
import io.sessionfold.sink.Watermark;
import io.sessionfold.store.OwnJournal.Comparison;
import io.sessionfold.store.StoreNames;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Compares what two journals made of the same events, partition by partition and topic by topic:
 * each is read in the order of the topic's offsets. Differences and deletions go through a
 * directory, grouped by session, since only what follows tells whether a session ends as deleted in
 * both. Memory: one poll of each journal, and the keys of the sessions that one bucket of a
 * partition's deletions has.
 */
final class JournalComparison {
  private static final int DELETED_BEFORE = 0;
  private static final int DELETED_AFTER = 1;
  private static final int DIFFERENCE = 2;
  private static final byte[] NOTHING = new byte[0];

  /**
   * One journal up to a place.
   *
   * @param ends the offsets before which it is read, by partition; all that it has of events below
   *     the cut lies before them
   */
  record Side(int journal, Map<Integer, Long> ends) {}

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Budget budget;
  private final LoadControl control;
  private final java.util.function.Consumer<OutcomeDifference> told;
  private long differences;
  private long inDeleted;

  /**
   * A comparison.
   *
   * @param told is given every difference that counts
   */
  JournalComparison(
      Supplier<Consumer<byte[], byte[]>> consumers,
      Budget budget,
      LoadControl control,
      java.util.function.Consumer<OutcomeDifference> told) {
    this.consumers = consumers;
    this.budget = budget;
    this.control = control;
    this.told = told;
  }

  /**
   * Compares.
   *
   * @param cut the offsets in the event log below which events are compared, by partition
   */
  Comparison compare(Side before, Side after, Map<Integer, Watermark> cut) {
    try (Consumer<byte[], byte[]> first = consumers.get();
        Consumer<byte[], byte[]> second = consumers.get()) {
      for (Map.Entry<Integer, Watermark> each : cut.entrySet()) {
        int partition = each.getKey();
        try (KeyedSpool spool = new KeyedSpool(budget.scratch(), budget.memory())) {
          for (IngressTopic topic : IngressTopic.values()) {
            long below =
                topic == IngressTopic.MESSAGES
                    ? each.getValue().messages()
                    : each.getValue().metadata();
            merge(
                new TopicOutcomes(first, range(before, partition, topic, below), control),
                new TopicOutcomes(second, range(after, partition, topic, below), control),
                spool);
          }
          spool.forEachBucket(this::judge);
        }
      }
    }
    return new Comparison(differences, inDeleted);
  }

  private static TopicOutcomes.Range range(
      Side side, int partition, IngressTopic topic, long below) {
    return new TopicOutcomes.Range(
        new TopicPartition(StoreNames.journal(side.journal()), partition),
        side.ends().getOrDefault(partition, 0L),
        topic,
        below);
  }

  private static void merge(TopicOutcomes before, TopicOutcomes after, KeyedSpool spool) {
    long offset = Math.min(before.next(), after.next());
    while (offset < Long.MAX_VALUE) {
      Change first = before.takeAt(offset);
      Change second = after.takeAt(offset);
      deletion(first, DELETED_BEFORE, spool);
      deletion(second, DELETED_AFTER, spool);
      OutcomeDifference difference = OutcomeDifference.of(first, second);
      if (difference != null) {
        spool.add(new KeyedSpool.Entry(key(difference), DIFFERENCE, difference.json().utf8()));
      }
      offset = Math.min(before.next(), after.next());
    }
  }

  private static void deletion(@Nullable Change change, int kind, KeyedSpool spool) {
    if (OutcomeDifference.isDeletion(change)) {
      SessionKey session = change == null ? null : change.session();
      if (session != null) {
        byte[] key = session.toString().getBytes(StandardCharsets.UTF_8);
        spool.add(new KeyedSpool.Entry(key, kind, NOTHING));
      }
    }
  }

  private static byte[] key(OutcomeDifference difference) {
    String session = difference.session();
    return session == null ? NOTHING : session.getBytes(StandardCharsets.UTF_8);
  }

  private void judge(KeyedSpool.Walk bucket) {
    Set<String> before = new HashSet<>();
    Set<String> both = new HashSet<>();
    bucket.forEach(entry -> collect(entry, DELETED_BEFORE, before));
    bucket.forEach(entry -> collect(entry, DELETED_AFTER, both));
    both.retainAll(before);
    bucket.forEach(
        entry -> {
          if (entry.kind() == DIFFERENCE) {
            tell(OutcomeDifference.read(entry.value()), both);
          }
        });
  }

  private static void collect(KeyedSpool.Entry entry, int kind, Set<String> deleted) {
    if (entry.kind() == kind) {
      deleted.add(new String(entry.key(), StandardCharsets.UTF_8));
    }
  }

  private void tell(OutcomeDifference difference, Set<String> deletedInBoth) {
    if (difference.session() != null && deletedInBoth.contains(difference.session())) {
      inDeleted++;
    } else {
      differences++;
      told.accept(difference);
    }
  }
}
