package io.sessionfold.cli.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sessionfold.cli.pipeline.Part;
import io.sessionfold.query.feed.FeedStatus;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PartCheckTest {
  private static ServedPart now(PartCheck check) {
    return check.now(System.nanoTime());
  }

  @Test
  void a_part_is_as_the_last_answer_says() {
    AtomicReference<Finding> answer = new AtomicReference<>(Finding.unavailable("no brokers"));
    try (PartCheck check = PartCheck.start(Part.GATEWAY, answer::get)) {
      await().until(() -> now(check).text().equals("gateway: unavailable, no brokers"));
      assertThat(now(check).isReady()).isFalse();
      answer.set(Finding.degraded("no changes"));
      await().until(() -> now(check).isReady());
      answer.set(Finding.RUNNING);
      await().until(() -> now(check).text().equals("gateway: running"));
    }
  }

  @Test
  void a_question_that_fails_is_no_answer_and_its_message_is_told_to_nobody() {
    try (PartCheck check =
        PartCheck.start(
            Part.QUERY,
            () -> {
              throw new IllegalStateException("secret");
            })) {
      await().until(() -> now(check).state() == Finding.State.UNAVAILABLE);
      assertThat(now(check).reason()).contains("IllegalStateException").doesNotContain("secret");
    }
  }

  @Test
  void an_answer_is_as_old_as_the_question_and_the_service_are() {
    CountDownLatch hangs = new CountDownLatch(1);
    long before = System.nanoTime();
    try (PartCheck check =
        PartCheck.start(
            Part.QUERY,
            () -> {
              try {
                hangs.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return Finding.RUNNING;
            })) {
      ServedPart first = now(check);
      assertThat(first.isReady()).isFalse();
      assertThat(first.saidAt()).isGreaterThanOrEqualTo(before);
      assertThat(now(check).saidAt()).as("it hangs").isEqualTo(first.saidAt());
      hangs.countDown();
      await().until(() -> now(check).isReady());
      assertThat(check.now(before).saidAt()).as("the service hangs").isEqualTo(before);
    }
  }

  @Test
  void a_feed_that_is_away_takes_no_reader_away() {
    assertThat(ReadingCheck.of(feed(FeedStatus.State.LIVE, ""))).isEqualTo(Finding.RUNNING);
    assertThat(ReadingCheck.of(feed(FeedStatus.State.STARTING, "")).state())
        .isEqualTo(Finding.State.STARTING);
    Finding away = ReadingCheck.of(feed(FeedStatus.State.AWAY, "Kafka is away"));
    assertThat(away.state()).isEqualTo(Finding.State.DEGRADED);
    assertThat(away.reason()).contains("Kafka is away");
  }

  private static FeedStatus feed(FeedStatus.State state, String detail) {
    return new FeedStatus(state, detail, 1, 0, 0, 0, 0);
  }
}
