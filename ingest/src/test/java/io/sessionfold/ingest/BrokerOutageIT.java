package io.sessionfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sessionfold.embedded.BrokerConfig;
import io.sessionfold.event.EventType;
import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Position;
import io.sessionfold.sequence.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerOutageIT {
  private static final SessionKey SESSION = SessionKey.of("s");

  @TempDir Path directory;

  @Test
  void nothing_acknowledged_is_lost_or_doubled_when_the_broker_restarts_under_load()
      throws Exception {
    Map<String, Position> acknowledged = new ConcurrentHashMap<>();
    AtomicBoolean enough = new AtomicBoolean();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try (EventLog log = EventLog.in(directory)) {
      try (EventPublisher publisher = EventPublisher.open(settings(log).build())) {
        for (int t = 0; t < 4; t++) {
          SessionKey session = SessionKey.of("s-" + t);
          pool.execute(() -> publishUntil(enough, publisher, session, acknowledged));
        }
        awaitMore(acknowledged, 2_000);
        log.stop();
        log.start();
        awaitMore(acknowledged, 2_000);
        enough.set(true);
        pool.shutdown();
        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      }
      Map<String, Position> stored = new HashMap<>();
      for (ConsumerRecord<byte[], byte[]> r : log.records(IngressTopic.MESSAGES)) {
        Position at = Position.of(IngressTopic.MESSAGES, r.partition(), r.offset());
        assertThat(stored.put(EventPublisherIT.id(r), at)).as("stored twice").isNull();
      }
      assertThat(stored).containsAllEntriesOf(acknowledged);
    }
  }

  private static void publishUntil(
      AtomicBoolean enough,
      EventPublisher publisher,
      SessionKey session,
      Map<String, Position> acknowledged) {
    for (int i = 0; !enough.get(); i++) {
      String id = session.id() + "#" + i;
      CompletableFuture<Position> stage =
          publisher
              .publish(session, Samples.says("x".repeat(500)), EventEnvelope.ofId(id))
              .thenApply(
                  position -> {
                    acknowledged.put(id, position);
                    return position;
                  })
              .toCompletableFuture();
      if (i % 50 == 0) {
        stage.join();
      }
    }
  }

  private static void awaitMore(Map<String, Position> acknowledged, int more) {
    int before = acknowledged.size();
    await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() >= before + more);
  }

  @Test
  void a_publisher_whose_broker_is_away_blocks_no_longer_than_it_may_and_says_why()
      throws Exception {
    Limits small = smallEvents();
    try (EventLog log = EventLog.in(directory);
        EventPublisher publisher =
            EventPublisher.open(
                settings(log)
                    .limits(small)
                    .bufferBytes(256 * 1024)
                    .maxBlock(Duration.ofMillis(500))
                    .deliveryTimeout(Duration.ofSeconds(5))
                    .build())) {
      publish(publisher, new Random(0)).join();
      log.stop();
      List<CompletableFuture<Position>> buffered = new ArrayList<>();
      long[] blocked = new long[1];
      assertThatThrownBy(() -> publishUntilRefused(publisher, buffered, blocked))
          .isInstanceOfSatisfying(
              PublishFailedException.class,
              e -> {
                // A client that has lost every broker forgets what it knew of the cluster at some
                // moment of its own, and then waits for that instead of for room.
                assertThat(e.failure())
                    .isIn(PublishFailure.BUFFER_FULL, PublishFailure.BROKER_UNREACHABLE);
                assertThat(e.retriable()).isTrue();
                assertThat(e.mayBeStored()).isFalse();
              })
          .hasMessageContaining("at " + log.servers())
          .hasMessageContaining("check that");
      assertThat(Duration.ofNanos(blocked[0]))
          .isBetween(Duration.ofMillis(400), Duration.ofSeconds(5));
      // How many were taken before depends on that moment; each of them gets its answer.
      for (CompletableFuture<Position> taken : buffered) {
        assertThatThrownBy(() -> taken.get(30, TimeUnit.SECONDS))
            .cause()
            .isInstanceOfSatisfying(
                PublishFailedException.class,
                e -> assertThat(e.failure()).isEqualTo(PublishFailure.TIMED_OUT));
      }
    }
  }

  private static void publishUntilRefused(
      EventPublisher publisher, List<CompletableFuture<Position>> buffered, long[] blocked) {
    Random random = new Random(1);
    while (true) {
      long start = System.nanoTime();
      try {
        buffered.add(publish(publisher, random));
      } catch (PublishFailedException e) {
        blocked[0] = System.nanoTime() - start;
        throw e;
      }
    }
  }

  private static CompletableFuture<Position> publish(EventPublisher publisher, Random random) {
    return publisher
        .publish(
            SESSION,
            EventType.FEEDBACK_GIVEN,
            Samples.feedbackOf(20_000, random),
            EventEnvelope.DEFAULTS)
        .toCompletableFuture();
  }

  @Test
  void a_publisher_is_opened_without_a_broker_and_publishes_when_there_is_one() throws Exception {
    try (EventLog log = EventLog.in(directory);
        EventPublisher publisher =
            EventPublisher.open(settings(log).maxBlock(Duration.ofMillis(500)).build())) {
      log.stop();
      assertThatThrownBy(() -> publisher.publish(SESSION, Samples.says("x")))
          .isInstanceOfSatisfying(
              PublishFailedException.class,
              e -> assertThat(e.failure()).isEqualTo(PublishFailure.BROKER_UNREACHABLE))
          .hasMessageContaining(log.servers());
      log.start();
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptionsInstanceOf(PublishFailedException.class)
          .untilAsserted(
              () ->
                  assertThat(publisher.publish(SESSION, Samples.says("x")).toCompletableFuture())
                      .succeedsWithin(Duration.ofSeconds(30)));
    }
  }

  @Test
  void a_missing_topic_is_told_at_once_and_not_created_by_a_broker_that_would() throws Exception {
    BrokerConfig creating =
        BrokerConfig.in(directory).withProperty("auto.create.topics.enable", "true");
    try (EventLog log = EventLog.empty(creating);
        EventPublisher publisher = EventPublisher.open(settings(log).build());
        Admin admin = log.admin()) {
      assertThatThrownBy(() -> publisher.publish(SESSION, Samples.says("x")))
          .isInstanceOfSatisfying(
              PublishFailedException.class,
              e -> assertThat(e.failure()).isEqualTo(PublishFailure.TOPIC_MISSING))
          .hasMessageContaining("agent-messages")
          .hasMessageContaining("sessionfold topics ensure");
      assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS)).isEmpty();
    }
  }

  private static PublisherSettings.Builder settings(EventLog log) {
    return PublisherSettings.builder(log.servers(), "/test");
  }

  private static Limits smallEvents() {
    Limits d = Limits.DEFAULTS;
    return new Limits(
        64 * 1024,
        d.idBytes(),
        d.nameChars(),
        d.stringBytes(),
        d.extBytes(),
        d.policiesBytes(),
        d.eventLoopMetricsBytes(),
        d.replacementBytes(),
        d.pageAdditionsBytes(),
        d.metadataBytes(),
        d.agents(),
        d.agentDataBytes(),
        d.agentsDataBytes(),
        d.models(),
        d.feedbacks(),
        d.guardrailEvents(),
        d.feedbackAndGuardrailBytes(),
        d.pageMessages(),
        d.pageBytes());
  }
}
