package io.sessionfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Position;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What depends on a publish may be slower than the broker; memory stays bounded all the same. */
class OpenStagesTest {
  private static final int MOST = 2;
  private static final SessionKey SESSION = SessionKey.of("s-1");

  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final CountDownLatch slow = new CountDownLatch(1);
  private final EventPublisher publisher =
      new EventPublisher(
          PublisherSettings.builder("kafka:9092", "/a").maxBlock(Duration.ofMillis(50)).build(),
          producer,
          topic -> {},
          MOST);

  @AfterEach
  void close() {
    slow.countDown();
    publisher.close(Duration.ZERO);
  }

  private CompletableFuture<Position> publish(String text) {
    return publisher.publish(SESSION, Samples.says(text)).toCompletableFuture();
  }

  private void waits() {
    try {
      slow.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void acknowledged_events_whose_completions_wait_hold_publishers_back() {
    CompletableFuture<Void> blocked = publish("runs").thenRun(this::waits);
    producer.completeNext();
    await().until(() -> publish("waits") != null);
    CompletableFuture<Position> waitsToo = publish("waits, too");
    producer.completeNext();
    producer.completeNext();
    assertThatThrownBy(() -> publish("has no room"))
        .isInstanceOfSatisfying(
            PublishFailedException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(PublishFailure.BUFFER_FULL);
              assertThat(e.mayBeStored()).isFalse();
            })
        .hasMessageContaining("nothing blocks in what depends on the stages");
    slow.countDown();
    blocked.join();
    waitsToo.join();
    await().ignoreExceptions().until(() -> publish("has room") != null);
  }

  @Test
  void what_has_no_answer_is_counted() {
    assertThat(publisher.unacknowledged()).isZero();
    CompletableFuture<Position> first = publish("first");
    CompletableFuture<Position> second = publish("second");
    assertThat(publisher.unacknowledged()).isEqualTo(2);
    producer.completeNext();
    first.join();
    await().until(() -> publisher.unacknowledged() == 1);
    producer.errorNext(new TimeoutException("no answer"));
    await().until(second::isCompletedExceptionally);
    await().until(() -> publisher.unacknowledged() == 0);
  }

  @Test
  void failures_give_their_room_back() {
    for (int i = 0; i < 5 * MOST; i++) {
      CompletableFuture<Position> failed = publish("fails");
      producer.errorNext(new TimeoutException("no answer"));
      await().until(failed::isCompletedExceptionally);
    }
    producer.sendException = new TimeoutException("not taken");
    for (int i = 0; i < 5 * MOST; i++) {
      assertThatThrownBy(() -> publish("is not taken"))
          .isInstanceOfSatisfying(
              PublishFailedException.class,
              e -> assertThat(e.failure()).isEqualTo(PublishFailure.BROKER_UNREACHABLE));
    }
    producer.sendException = null;
    assertThat(publish("goes")).isNotDone();
  }

  @Test
  void what_depends_on_a_stage_may_publish_again_however_many_are_open() {
    CompletableFuture<Boolean> published =
        publish("first").thenApply(position -> !publish("from the completion").isDone());
    CompletableFuture<Position> second = publish("second");
    producer.completeNext();
    assertThat(published.join()).isTrue();
    producer.completeNext();
    second.join();
    assertThat(producer.history()).hasSize(3);
  }
}
