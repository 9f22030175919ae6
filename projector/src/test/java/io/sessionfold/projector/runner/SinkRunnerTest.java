package io.sessionfold.projector.runner;

import static io.sessionfold.testkit.Changes.applied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.projector.runner.SinkStatus.State;
import io.sessionfold.projector.store.MemoryQuarantine;
import io.sessionfold.projector.store.MemoryWatermarks;
import io.sessionfold.sink.Watermark;
import io.sessionfold.store.StoreNames;
import io.sessionfold.testkit.MemorySink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SinkRunnerTest {
  private static final SessionKey A = SessionKey.of("a");
  private static final TopicPartition P0 = new TopicPartition(StoreNames.journal(1), 0);

  private final ScriptedConsumer consumer = new ScriptedConsumer();
  private final MemorySink sink = new MemorySink("memory");
  private final MemoryWatermarks watermarks = new MemoryWatermarks();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final SinkRunner runner =
      SinkRunner.start(
          new SinkFeed(
              consumer,
              1,
              1,
              sink,
              watermarks,
              new MemoryQuarantine(),
              HoldSource.NONE,
              ScriptedConsumer::new),
          SinkRunnerSettings.DEFAULTS,
          registry);

  @AfterEach
  void close() {
    runner.close();
  }

  @Test
  void it_writes_until_it_is_closed_and_then_lets_everything_go() {
    give(ChangeCodec.write(applied(A, 1, 0, 0)).toString());
    await().until(() -> runner.status().counts().written() == 1);
    assertThat(runner.status().state()).isEqualTo(State.RUNNING);
    assertThat(runner.status().positions()).containsEntry(0, 1L);
    runner.close();
    assertThat(runner.status().state()).isEqualTo(State.STOPPED);
    assertThat(runner.ended()).isCompleted();
    assertThat(sink.isClosed()).isTrue();
    assertThat(consumer.closed()).isTrue();
    assertThat(watermarks.read(1, "memory", Set.of(0))).containsEntry(0, new Watermark(1, 0, 1));
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void it_has_no_partition_at_first_and_says_so() {
    assertThat(runner.status().state()).isEqualTo(State.STARTING);
    assertThat(runner.status().isReady()).isFalse();
    assertThat(runner.status().reason()).containsAnyOf("no partition", "topics ensure");
  }

  @Test
  void an_unreadable_journal_ends_it_with_the_reason_and_frees_the_store() {
    give("{\"v\":9}");
    assertThatThrownBy(() -> runner.ended().toCompletableFuture().join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(JournalUnreadableException.class);
    await().until(() -> sink.isClosed() && consumer.closed());
    assertThat(runner.status().state()).isEqualTo(State.FAILED);
    assertThat(runner.status().reason()).contains("session-changes-1-0, offset 0");
  }

  @Test
  void those_who_wait_for_its_end_are_told_even_if_leaving_the_group_fails() {
    consumer.setCloseFails();
    runner.close();
    assertThat(runner.ended()).succeedsWithin(Duration.ofSeconds(10));
    assertThat(sink.isClosed()).isTrue();
  }

  private void give(String value) {
    consumer.schedulePollTask(
        () -> {
          consumer.updateBeginningOffsets(Map.of(P0, 0L));
          consumer.updateEndOffsets(Map.of(P0, 1L));
          consumer.rebalance(List.of(P0));
          consumer.addRecord(
              new ConsumerRecord<>(P0.topic(), 0, 0, null, value.getBytes(StandardCharsets.UTF_8)));
        });
  }
}
