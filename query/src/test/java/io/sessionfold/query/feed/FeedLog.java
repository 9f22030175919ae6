package io.sessionfold.query.feed;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.query.ActiveJournal.JournalTopic;
import io.sessionfold.query.feed.LiveFeed.Arrival;
import io.sessionfold.testkit.Events;
import io.sessionfold.testkit.Pieces;
import io.sessionfold.testkit.Stories;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;

/** A journal of several partitions and tenants, in one of the orders in which it may be read. */
final class FeedLog {
  static final int PARTITIONS = 3;
  static final JournalTopic TOPIC = new JournalTopic(1, 77, PARTITIONS);

  static final List<SessionKey> SESSIONS =
      List.of(
          SessionKey.of("a"),
          SessionKey.of("b"),
          SessionKey.of("c"),
          SessionKey.of("d"),
          new SessionKey("acme", "a"),
          new SessionKey("acme-2", "a"),
          new SessionKey("acme", "zz"));

  private final List<Applied> changes;
  private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
  private final long[] ends = new long[PARTITIONS];

  FeedLog(List<Applied> changes) {
    this.changes = List.copyOf(changes);
    changes.forEach(this::add);
  }

  /** Random changes; one session in it is deleted. */
  static FeedLog random(long seed, int events) {
    Pieces pieces = Stories.random(seed, SESSIONS, events, 3);
    pieces.add(SESSIONS.get(3), Events.deleted());
    Random random = new Random(seed);
    Map<SessionKey, Integer> next = new HashMap<>();
    List<Applied> merged = new ArrayList<>();
    int total = pieces.sessions().stream().mapToInt(s -> pieces.changes(s).size()).sum();
    while (merged.size() < total) {
      SessionKey session = pieces.sessions().get(random.nextInt(pieces.sessions().size()));
      int at = next.getOrDefault(session, 0);
      if (at < pieces.changes(session).size()) {
        merged.add(pieces.changes(session).get(at));
        next.put(session, at + 1);
      }
    }
    return new FeedLog(merged);
  }

  static int partition(SessionKey session) {
    byte[] key = session.toString().getBytes(StandardCharsets.UTF_8);
    return Utils.toPositive(Utils.murmur2(key)) % PARTITIONS;
  }

  private void add(Applied change) {
    int partition = partition(change.session());
    byte[] key = change.session().toString().getBytes(StandardCharsets.UTF_8);
    byte[] value = ChangeCodec.write(change).utf8();
    records.add(new ConsumerRecord<>(TOPIC.name(), partition, ends[partition], key, value));
    // Every fourth offset is that of a marker.
    ends[partition] += ends[partition] % 4 == 2 ? 2 : 1;
  }

  int size() {
    return changes.size();
  }

  List<Applied> changes() {
    return changes;
  }

  List<Applied> changes(SessionKey session) {
    return changes.stream().filter(c -> c.session().equals(session)).toList();
  }

  long[] ends() {
    return ends.clone();
  }

  /** Has the feed read the changes from one place to another. */
  void read(LiveFeed live, int from, int to) {
    List<Arrival> arrivals = new ArrayList<>();
    long[] positions = new long[PARTITIONS];
    for (int i = 0; i < to; i++) {
      ConsumerRecord<byte[], byte[]> record = records.get(i);
      positions[record.partition()] = record.offset() + 1;
      if (i >= from) {
        arrivals.add(new Arrival(FeedEntry.of(record, changes.get(i)), changes.get(i)));
      }
    }
    live.append(arrivals, positions);
  }

  void readAll(LiveFeed live) {
    read(live, 0, size());
  }
}
