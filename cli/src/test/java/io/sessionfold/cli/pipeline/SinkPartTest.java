package io.sessionfold.cli.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sessionfold.cli.CommandException;
import io.sessionfold.cli.pipeline.IdleRunners.FencedConsumer;
import io.sessionfold.projector.runner.SinkRunner;
import io.sessionfold.projector.store.StoreRefusedException;
import io.sessionfold.sink.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.Test;

class SinkPartTest {
  private final AtomicInteger attempts = new AtomicInteger();

  @Test
  void a_store_that_is_away_is_asked_again_and_said_to_be_waited_for() {
    try (SinkPart part =
        SinkPart.start(
            Part.MONGO_SINK,
            () -> {
              throw attempts.incrementAndGet() == 1
                  ? new StoreUnavailableException("MongoDB is away", new IllegalStateException())
                  : new CommandException("the topic is missing");
            })) {
      await()
          .untilAsserted(
              () ->
                  assertThat(part.waiting())
                      .returns("mongo", WaitingSink::sink)
                      .returns(false, WaitingSink::failed)
                      .returns("the topic is missing", WaitingSink::reason));
      assertThat(part.runner()).isNull();
    }
  }

  @Test
  void a_store_that_refuses_is_a_failure_and_not_asked_again() {
    try (SinkPart part =
        SinkPart.start(
            Part.JSONL_SINK,
            () -> {
              attempts.incrementAndGet();
              throw new StoreRefusedException("another root");
            })) {
      await()
          .untilAsserted(
              () ->
                  assertThat(part.waiting())
                      .returns("jsonl", WaitingSink::sink)
                      .returns(true, WaitingSink::failed)
                      .returns("another root", WaitingSink::reason));
    }
    assertThat(attempts).hasValue(1);
  }

  @Test
  void a_start_that_dies_of_an_error_is_a_failure() {
    try (SinkPart part =
        SinkPart.start(
            Part.JSONL_SINK,
            () -> {
              throw new StackOverflowError("for this test");
            })) {
      await()
          .dontCatchUncaughtExceptions()
          .untilAsserted(() -> assertThat(part.waiting().failed()).isTrue());
      assertThat(part.waiting().reason()).contains("see the log");
    }
  }

  @Test
  void a_loop_that_lost_its_name_in_the_group_is_begun_anew() {
    List<FencedConsumer> consumers = new CopyOnWriteArrayList<>();
    try (SinkPart part =
        SinkPart.start(Part.MONGO_SINK, () -> runner(consumers, attempts.incrementAndGet() == 1))) {
      await().until(() -> consumers.size() == 2 && part.runner() != null);
      await().until(() -> part.runner() != null && consumers.get(1).polls.get() > 1);
      assertThat(consumers.get(0).closed()).isTrue();
      assertThat(part.waiting().failed()).isFalse();
    }
    assertThat(consumers.get(1).closed()).isTrue();
  }

  @Test
  void one_that_loses_it_again_and_again_says_that_there_is_another_process() {
    List<FencedConsumer> consumers = new CopyOnWriteArrayList<>();
    try (SinkPart part = SinkPart.start(Part.MONGO_SINK, () -> runner(consumers, true))) {
      await().atMost(Duration.ofMinutes(1)).until(() -> part.waiting().failed());
      assertThat(part.waiting().reason()).contains("delete members/ in one of the two");
      assertThat(part.runner()).isNull();
    }
    assertThat(consumers).hasSize(5).allMatch(MockConsumer::closed);
  }

  private static SinkRunner runner(List<FencedConsumer> consumers, boolean fenced) {
    FencedConsumer consumer = new FencedConsumer(fenced);
    consumers.add(consumer);
    return IdleRunners.runner(consumer, 1);
  }
}
