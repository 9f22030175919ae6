package io.sessionfold.cli.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sessionfold.cli.CommandException;
import io.sessionfold.projector.store.StoreRefusedException;
import io.sessionfold.sink.StoreUnavailableException;
import java.util.concurrent.atomic.AtomicInteger;
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
}
