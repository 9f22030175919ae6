package io.sessionfold.projector.runner;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.projector.store.MemoryQuarantine;
import io.sessionfold.projector.store.MemoryWatermarks;
import io.sessionfold.sink.Watermark;
import io.sessionfold.store.StoreNames;
import io.sessionfold.testkit.MemorySink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A loop on Kafka's own test consumer, with everything else in memory and a clock of its own. */
final class LoopFixture {
  static final String TOPIC = StoreNames.journal(1);
  static final SinkRunnerSettings AT_ONCE = SinkRunnerSettings.DEFAULTS;

  final ScriptedConsumer consumer = new ScriptedConsumer();
  final MemorySink sink = new MemorySink("memory");
  final MemoryWatermarks watermarks = new MemoryWatermarks();
  final MemoryQuarantine quarantine = new MemoryQuarantine();
  final ManualClock clock = new ManualClock();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /** Where the loop is told to stop. */
  HoldSource holds = HoldSource.NONE;

  final SinkFeed feed =
      new SinkFeed(
          consumer, 1, 1, sink, watermarks, quarantine, () -> holds.now(), this::replayConsumer);

  final List<ScriptedConsumer> replays = new ArrayList<>();

  /** How many records a poll of a replay brings. */
  int replayedAtOnce = 1_000;

  final SinkLoop loop;

  private final Map<Integer, Long> ends = new HashMap<>();
  private final List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();

  LoopFixture(SinkRunnerSettings settings) {
    loop = new SinkLoop(feed, settings, registry, clock, () -> false);
    loop.start();
    Node[] nobody = {};
    consumer.updatePartitions(
        TOPIC, List.of(new PartitionInfo(TOPIC, 0, Node.noNode(), nobody, nobody)));
    for (int partition = 0; partition < 4; partition++) {
      TopicPartition p = new TopicPartition(TOPIC, partition);
      consumer.updateBeginningOffsets(Map.of(p, 0L));
      consumer.updateEndOffsets(Map.of(p, 0L));
    }
  }

  /** The group gives exactly these partitions to the loop. */
  LoopFixture assign(Integer... partitions) {
    List<TopicPartition> assigned =
        Arrays.stream(partitions).map(p -> new TopicPartition(TOPIC, p)).toList();
    consumer.rebalance(assigned);
    return this;
  }

  /** The journal gets these changes, on the partition of their events. */
  LoopFixture journal(Change... changes) {
    for (Change change : changes) {
      byte[] value = ChangeCodec.write(change).toString().getBytes(StandardCharsets.UTF_8);
      SessionKey session = change.session();
      byte[] key = session == null ? null : session.toString().getBytes(StandardCharsets.UTF_8);
      journal(change.event().partition(), key, value);
    }
    return this;
  }

  void journal(int partition, byte[] value) {
    journal(partition, null, value);
  }

  private void journal(int partition, byte @Nullable [] key, byte[] value) {
    long offset = ends.getOrDefault(partition, 0L);
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(TOPIC, partition, offset, key, value);
    consumer.addRecord(record);
    all.add(record);
    end(partition, offset + 1);
  }

  /** Another consumer of the same journal, as far as it has come. */
  private ScriptedConsumer replayConsumer() {
    ScriptedConsumer replay = new ScriptedConsumer();
    replay.setMaxPollRecords(replayedAtOnce);
    Map<TopicPartition, Long> beginnings = new HashMap<>();
    Map<TopicPartition, Long> positions = new HashMap<>();
    ends.forEach(
        (partition, end) -> {
          beginnings.put(new TopicPartition(TOPIC, partition), 0L);
          positions.put(new TopicPartition(TOPIC, partition), end);
        });
    replay.updateBeginningOffsets(beginnings);
    replay.updateEndOffsets(positions);
    replay.schedulePollTask(
        () ->
            all.stream()
                .filter(r -> replay.assignment().contains(new TopicPartition(TOPIC, r.partition())))
                .filter(r -> r.offset() >= replay.position(tp(r)))
                .forEach(replay::addRecord));
    replays.add(replay);
    return replay;
  }

  private static TopicPartition tp(ConsumerRecord<?, ?> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  /** What the consumer was given before is given again: Kafka's test consumer forgets it. */
  void again(int partition, long offset, Change... changes) {
    end(partition, offset);
    journal(changes);
  }

  /** The journal's end moves without a record, as a transaction marker moves it. */
  void end(int partition, long end) {
    ends.put(partition, end);
    consumer.updateEndOffsets(Map.of(new TopicPartition(TOPIC, partition), end));
  }

  LoopFixture step() {
    loop.step();
    return this;
  }

  LoopFixture after(Duration time) {
    clock.advance(time);
    return step();
  }

  Watermark watermark(int partition) {
    return watermarks.read(1, "memory", Set.of(partition)).getOrDefault(partition, Watermark.NONE);
  }

  long committed(int partition) {
    TopicPartition p = new TopicPartition(TOPIC, partition);
    OffsetAndMetadata offset = consumer.committed(Set.of(p)).get(p);
    return offset == null ? 0 : offset.offset();
  }

  Set<Integer> paused() {
    return consumer.paused().stream().map(TopicPartition::partition).collect(Collectors.toSet());
  }
}
