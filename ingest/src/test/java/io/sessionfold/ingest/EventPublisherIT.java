package io.sessionfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.event.EventType;
import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Position;
import io.sessionfold.json.JsonText;
import io.sessionfold.sequence.Limits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventPublisherIT {
  private static EventLog log;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    log = EventLog.in(directory);
  }

  @AfterAll
  static void stop() {
    log.close();
  }

  @Test
  void every_session_goes_to_the_partition_of_kafkas_default_partitioner() throws Exception {
    try (EventPublisher publisher = open();
        KafkaProducer<String, byte[]> plain =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", log.servers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
      for (PartitionVectors.Vector v : PartitionVectors.read()) {
        SessionKey session = v.session();
        Position published =
            publisher.publish(session, Samples.says("x")).toCompletableFuture().join();
        int plainly =
            plain
                .send(new ProducerRecord<>("agent-metadata", session.toString(), new byte[0]))
                .get()
                .partition();
        assertThat(published.partitions().keySet())
            .as(session.toString())
            .containsExactly(v.of4())
            .containsExactly(plainly);
      }
    }
  }

  @Test
  void what_64_threads_publish_is_all_there_in_the_order_of_each() throws Exception {
    int threads = 64;
    int each = 200;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Position> positions = new ArrayList<>();
    try (EventPublisher publisher = open()) {
      List<Future<List<CompletableFuture<Position>>>> published = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        SessionKey session = new SessionKey("crowd", "s-" + t);
        published.add(pool.submit(() -> publishNumbers(publisher, session, each)));
      }
      for (Future<List<CompletableFuture<Position>>> stages : published) {
        stages.get(60, TimeUnit.SECONDS).forEach(stage -> positions.add(stage.join()));
      }
    } finally {
      pool.shutdown();
    }
    assertThat(positions).hasSize(threads * each).doesNotHaveDuplicates();
    Map<String, List<Integer>> numbers = new HashMap<>();
    log.records(IngressTopic.MESSAGES)
        .forEach(
            r -> {
              String key = new String(r.key(), StandardCharsets.UTF_8);
              if (key.startsWith("crowd/")) {
                numbers.computeIfAbsent(key, k -> new ArrayList<>()).add(Integer.valueOf(id(r)));
              }
            });
    assertThat(numbers).hasSize(threads);
    numbers.forEach(
        (key, found) -> assertThat(found).as(key).hasSize(each).isSorted().doesNotHaveDuplicates());
  }

  private static List<CompletableFuture<Position>> publishNumbers(
      EventPublisher publisher, SessionKey session, int count) {
    List<CompletableFuture<Position>> stages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      EventEnvelope envelope = EventEnvelope.ofId(Integer.toString(i));
      stages.add(publisher.publish(session, Samples.says("n"), envelope).toCompletableFuture());
    }
    return stages;
  }

  @Test
  void after_a_flush_every_stage_is_complete() {
    try (EventPublisher publisher = open()) {
      List<CompletableFuture<String>> stages =
          publishNumbers(publisher, SessionKey.of("flushed"), 1000).stream()
              .map(stage -> stage.thenApply(Position::toString))
              .toList();
      publisher.flush();
      assertThat(stages).allMatch(CompletableFuture::isDone);
    }
  }

  @Test
  void after_close_every_stage_is_complete() {
    List<CompletableFuture<String>> stages;
    try (EventPublisher publisher = open()) {
      stages =
          publishNumbers(publisher, SessionKey.of("closed"), 1000).stream()
              .map(stage -> stage.thenApply(Position::toString))
              .toList();
    }
    assertThat(stages).allMatch(stage -> stage.isDone() && !stage.isCompletedExceptionally());
  }

  @Test
  void an_event_of_the_greatest_size_arrives_as_it_was() {
    int limit = Limits.DEFAULTS.eventBytes();
    SessionKey session = SessionKey.of("x".repeat(256));
    JsonText data = Samples.feedbackOf(limit, new Random(1));
    EventEnvelope envelope = new EventEnvelope("i".repeat(512), "s".repeat(512), null, null);
    try (EventPublisher publisher = open()) {
      publisher
          .publish(session, EventType.FEEDBACK_GIVEN, data, envelope)
          .toCompletableFuture()
          .join();
      JsonText larger = Samples.feedbackOf(limit + 1, new Random(1));
      assertThatThrownBy(
              () -> publisher.publish(session, EventType.FEEDBACK_GIVEN, larger, envelope))
          .isInstanceOf(InvalidEventException.class)
          .hasMessageContaining("at most " + limit + " bytes");
    }
    assertThat(log.records(IngressTopic.METADATA))
        .filteredOn(r -> session.toString().equals(new String(r.key(), StandardCharsets.UTF_8)))
        .singleElement()
        .satisfies(r -> assertThat(r.value()).isEqualTo(data.utf8()));
  }

  @Test
  void a_topic_that_takes_less_than_the_limit_is_told_with_the_command_that_checks_it(
      @TempDir Path directory) throws Exception {
    try (EventLog small = EventLog.in(directory);
        EventPublisher publisher =
            EventPublisher.open(PublisherSettings.of(small.servers(), "/test"))) {
      try (Admin admin = small.admin()) {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "agent-metadata");
        AlterConfigOp op =
            new AlterConfigOp(
                new ConfigEntry("max.message.bytes", "100000"), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(topic, List.of(op))).all().get(30, TimeUnit.SECONDS);
      }
      JsonText data = Samples.feedbackOf(1_000_000, new Random(2));
      CompletableFuture<Position> stage =
          publisher
              .publish(SessionKey.of("s"), EventType.FEEDBACK_GIVEN, data, EventEnvelope.DEFAULTS)
              .toCompletableFuture();
      assertThatThrownBy(stage::join)
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOfSatisfying(
              PublishFailedException.class,
              e -> assertThat(e.failure()).isEqualTo(PublishFailure.TOO_LARGE))
          .hasMessageContaining("sessionfold topics ensure");
    }
  }

  private static EventPublisher open() {
    return EventPublisher.open(PublisherSettings.of(log.servers(), "/test"));
  }

  static String id(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8);
  }
}
