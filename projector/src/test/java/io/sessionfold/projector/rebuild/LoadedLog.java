package io.sessionfold.projector.rebuild;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.projector.topics.KeyPartition;
import io.sessionfold.store.StoreNames;
import io.sessionfold.testkit.EventLog;
import io.sessionfold.testkit.Events;
import io.sessionfold.testkit.Journal;
import io.sessionfold.testkit.Json;
import io.sessionfold.testkit.RandomLogs;
import io.sessionfold.testkit.Stories;
import io.sessionfold.testkit.TestEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * A journal of two partitions whose sessions have several agents, many pages, images, redactions,
 * deletions and rejected events, all mixed.
 */
final class LoadedLog {
  static final int PARTITIONS = 2;

  private final Journal journal;
  private final List<List<ConsumerRecord<byte[], byte[]>>> records =
      List.of(new ArrayList<>(), new ArrayList<>());

  LoadedLog() {
    List<List<TestEvent>> sessions = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      SessionKey session = new SessionKey(i % 3 == 0 ? "acme" : "default", "s" + i);
      List<TestEvent> events = i % 2 == 0 ? RandomLogs.log(i + 1).events() : Stories.everything();
      sessions.add(events.stream().map(event -> event.in(session)).toList());
    }
    sessions.add(manyPages(SessionKey.of("long")));
    journal = Journal.of(EventLog.of(mixed(sessions)));
    journal.changes().forEach(this::append);
  }

  private static List<TestEvent> manyPages(SessionKey session) {
    List<TestEvent> events = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String text = i % 7 == 0 ? "data:image/png;base64," + "iVBOR/".repeat(2_000) : "text " + i;
      events.add(
          Events.appended("agent " + i % 3, Json.object("role", "user", "content", text))
              .in(session));
    }
    events.add(Events.redacted(Events.target("agent 0", 0)).in(session));
    events.add(Events.redacted(Events.target("agent 2", 19)).in(session));
    return events;
  }

  /** Each session's events in their order, all sessions at the same time. */
  private static List<TestEvent> mixed(List<List<TestEvent>> sessions) {
    Random random = new Random(11);
    List<List<TestEvent>> left = new ArrayList<>();
    sessions.forEach(events -> left.add(new ArrayList<>(events)));
    List<TestEvent> mixed = new ArrayList<>();
    while (!left.isEmpty()) {
      int at = random.nextInt(left.size());
      mixed.add(left.get(at).remove(0));
      left.removeIf(List::isEmpty);
    }
    return mixed;
  }

  private void append(Change change) {
    SessionKey session = change.session();
    byte[] key = session == null ? null : utf8(session.toString());
    TopicPartition at = partition(key == null ? 0 : KeyPartition.of(key, PARTITIONS));
    List<ConsumerRecord<byte[], byte[]>> partition = records.get(at.partition());
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            at.topic(), at.partition(), partition.size(), key, ChangeCodec.write(change).utf8());
    record.headers().add("outcome", utf8(change.outcome().wireName()));
    if (change instanceof Applied applied) {
      record.headers().add("type", utf8(applied.type().wireName()));
      record.headers().add("revision", utf8(Long.toString(applied.revision())));
    }
    partition.add(record);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static TopicPartition partition(int number) {
    return new TopicPartition(StoreNames.journal(1), number);
  }

  Journal journal() {
    return journal;
  }

  long end(int partition) {
    return records.get(partition).size();
  }

  /** A consumer that finds the records of what it is assigned. */
  Consumer<byte[], byte[]> consumer() {
    return new MockConsumer<>("none") {
      @Override
      public synchronized void assign(Collection<TopicPartition> partitions) {
        super.assign(partitions);
        for (TopicPartition partition : partitions) {
          updateBeginningOffsets(Map.of(partition, 0L));
          updateEndOffsets(Map.of(partition, end(partition.partition())));
          seek(partition, 0);
          records.get(partition.partition()).forEach(this::addRecord);
        }
      }
    };
  }
}
