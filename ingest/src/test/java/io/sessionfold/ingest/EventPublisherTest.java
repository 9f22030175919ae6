package io.sessionfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Position;
import io.sessionfold.journal.Reason;
import io.sessionfold.journal.RejectionCode;
import io.sessionfold.json.JsonText;
import io.sessionfold.sequence.EventReader;
import io.sessionfold.sequence.Limits;
import io.sessionfold.sequence.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventPublisherTest {
  private static final SessionKey SESSION = SessionKey.of("s-1");
  private static final PublisherSettings SETTINGS = PublisherSettings.of("kafka:9092", "/agents/a");

  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final EventPublisher publisher =
      new EventPublisher(SETTINGS, producer, topic -> {}, EventPublisher.MOST_OPEN);

  @AfterEach
  void close() {
    publisher.close(Duration.ZERO);
  }

  @Test
  void what_is_accepted_is_read_again_with_the_same_text_and_what_is_refused_would_be_rejected() {
    EventReader reader = new EventReader(Limits.DEFAULTS);
    int accepted = 0;
    for (JsonText data : Samples.messages()) {
      ProducerRecord<byte[], byte[]> record =
          OutgoingEvent.of(
                  SESSION, EventType.MESSAGE_APPENDED, data, EventEnvelope.DEFAULTS, "/agents/a")
              .record();
      Reading reading = reader.read(Samples.read(record));
      List<Reason> refused = refusals(data);
      assertThat(refused).as(data.toString()).isEqualTo(reading.reasons());
      if (refused.isEmpty()) {
        assertThat(last().value()).as(data.toString()).isEqualTo(data.utf8());
        assertThat(reading.event().data()).isEqualTo(data);
        accepted++;
      }
    }
    assertThat(accepted).isEqualTo(8);
    assertThat(producer.history()).hasSize(accepted);
  }

  private List<Reason> refusals(JsonText data) {
    try {
      publisher.publish(SESSION, EventType.MESSAGE_APPENDED, data, EventEnvelope.DEFAULTS);
      return List.of();
    } catch (InvalidEventException e) {
      return e.reasons();
    }
  }

  @Test
  void a_typed_event_is_read_again_as_an_equal_one() {
    publisher.publish(SESSION, Samples.says("hello \uD83D\uDE00 \uD800"));
    Reading reading = new EventReader(Limits.DEFAULTS).read(Samples.read(last()));
    assertThat(reading.reasons()).isEmpty();
    assertThat(reading.session()).isEqualTo(SESSION);
    assertThat(reading.event().event()).isEqualTo(Samples.says("hello \uD83D\uDE00 \uD800"));
  }

  @Test
  void the_record_is_the_binary_cloudevent_that_docs_events_describes() {
    EventEnvelope envelope =
        new EventEnvelope(
            "e-1",
            "/other",
            Instant.parse("2026-03-01T09:30:00.123999Z"),
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    publisher.publish(new SessionKey("acme", "s/1".replace('/', '.')), Samples.says("x"), envelope);
    assertThat(last().topic()).isEqualTo("agent-messages");
    assertThat(last().partition()).isNull();
    assertThat(last().key()).asString().isEqualTo("acme/s.1");
    assertThat(headers(last()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "ce_specversion", "1.0",
                "ce_id", "e-1",
                "ce_type", "io.sessionfold.message.appended.v1",
                "ce_source", "/other",
                "ce_time", "2026-03-01T09:30:00.123Z",
                "ce_subject", "acme/s.1",
                "ce_dataschema", "https://sessionfold.io/schemas/message.appended.v1.json",
                "content-type", "application/json",
                "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
  }

  @Test
  void id_source_and_time_have_defaults() {
    Instant before = Instant.now().minusMillis(1);
    publisher.publish(SESSION, Samples.says("x"));
    publisher.publish(SESSION, Samples.says("x"));
    Map<String, String> headers = headers(last());
    assertThat(UUID.fromString(headers.get("ce_id")).version()).isEqualTo(7);
    assertThat(headers.get("ce_id")).isNotEqualTo(headers(producer.history().get(0)).get("ce_id"));
    assertThat(headers.get("ce_source")).isEqualTo("/agents/a");
    assertThat(headers).doesNotContainKey("traceparent");
    assertThat(Instant.parse(headers.get("ce_time"))).isBetween(before, Instant.now());
  }

  @Test
  void an_event_of_the_metadata_topic_goes_there() {
    publisher.publish(
        SESSION, EventType.SESSION_CLOSED, JsonText.EMPTY_OBJECT, EventEnvelope.DEFAULTS);
    assertThat(last().topic()).isEqualTo("agent-metadata");
  }

  @Test
  void an_invalid_event_fails_at_once_with_every_reason_its_path_and_none_of_its_content() {
    JsonText data =
        Samples.json(
            "{\"agent\":\"a\",\"format\":\"secret-1\",\"message\":{\"content\":\"secret-2\"},"
                + "\"usage\":{\"inputTokens\":\"secret-3\"},\"turn\":\""
                + "secret-4".repeat(33)
                + "\"}");
    EventEnvelope envelope =
        new EventEnvelope("i".repeat(513), "\uD800", Instant.MAX, "t".repeat(513));
    InvalidEventException e =
        catchThrowableOfType(
            InvalidEventException.class,
            () -> publisher.publish(SESSION, EventType.MESSAGE_APPENDED, data, envelope));
    assertThat(e.reasons())
        .extracting(Reason::pointer)
        .contains("id", "source", "time", "traceparent", "/format", "/message/role", "/turn")
        .anyMatch(p -> p.startsWith("/usage"));
    assertThat(e)
        .hasMessageContaining("message.appended for session default/s-1")
        .hasMessageContaining("/message/role: ")
        .message()
        .doesNotContain("secret");
    assertThat(producer.history()).isEmpty();
  }

  @Test
  void an_event_that_is_only_checked_is_refused_as_a_published_one_and_never_sent() {
    JsonText bad = Samples.json("{\"agent\":\"a\",\"format\":\"other\"}");
    assertThatThrownBy(
            () -> publisher.check(SESSION, EventType.MESSAGE_APPENDED, bad, EventEnvelope.DEFAULTS))
        .isInstanceOfSatisfying(
            InvalidEventException.class, e -> assertThat(e.reasons()).isNotEmpty());
    JsonText good =
        Samples.json("{\"agent\":\"a\",\"format\":\"other\",\"message\":{\"role\":\"user\"}}");
    publisher.check(SESSION, EventType.MESSAGE_APPENDED, good, EventEnvelope.DEFAULTS);
    assertThat(producer.history()).isEmpty();
  }

  @Test
  void a_checked_event_is_published_as_it_was_checked_each_time() {
    JsonText data =
        Samples.json("{\"agent\":\"a\",\"format\":\"other\",\"message\":{\"role\":\"user\"}}");
    CheckedEvent checked =
        publisher.check(SESSION, EventType.MESSAGE_APPENDED, data, EventEnvelope.DEFAULTS);
    assertThat(publisher.publish(checked)).isNotNull();
    assertThat(publisher.publish(checked)).isNotNull();
    assertThat(producer.history()).hasSize(2);
    assertThat(headers(producer.history().get(0)))
        .containsKeys("ce_id", "ce_time")
        .isEqualTo(headers(producer.history().get(1)));
    assertThat(producer.history().get(0).value()).isEqualTo(data.utf8());
  }

  @Test
  void parts_that_are_not_too_deep_can_make_an_event_that_is() {
    JsonText data = Samples.json("[".repeat(64) + "]".repeat(64));
    JsonText event = JsonText.trusted("{\"rating\":\"up\",\"x\":" + data + "}");
    assertThatThrownBy(
            () ->
                publisher.publish(SESSION, EventType.FEEDBACK_GIVEN, event, EventEnvelope.DEFAULTS))
        .isInstanceOfSatisfying(
            InvalidEventException.class,
            e -> assertThat(e.reasons().get(0).code()).isEqualTo(RejectionCode.TOO_DEEP));
  }

  @Test
  void an_event_past_the_limit_is_refused_for_its_size_alone() {
    JsonText data = Samples.appended("{\"x\":\"" + "y".repeat(6 * 1024 * 1024) + "\"}");
    assertThat(refusals(data)).extracting(Reason::code).containsExactly(RejectionCode.LIMIT);
  }

  @Test
  void a_stage_completes_with_the_position_of_the_record() {
    CompletableFuture<Position> first = publish("a");
    CompletableFuture<Position> second = publish("b");
    assertThat(first).isNotDone();
    producer.completeNext();
    producer.completeNext();
    assertThat(first.join()).hasToString("0.0.-");
    assertThat(second.join()).hasToString("0.1.-");
  }

  @Test
  void what_depends_on_a_stage_never_runs_on_the_producers_thread() {
    CompletableFuture<Thread> completed =
        publish("a").thenApply(position -> Thread.currentThread());
    producer.completeNext();
    assertThat(completed.join().getName()).isEqualTo("sessionfold-publisher");
  }

  @Test
  void an_event_that_was_sent_and_not_acknowledged_may_be_published_again_with_its_id() {
    CompletableFuture<Position> stage = publish("a");
    producer.errorNext(new TimeoutException("expired"));
    PublishFailedException e = failure(stage);
    assertThat(e.failure()).isEqualTo(PublishFailure.TIMED_OUT);
    assertThat(e.retriable()).isTrue();
    assertThat(e.mayBeStored()).isTrue();
    assertThat(e.source()).isEqualTo("/agents/a");
    assertThat(e.id()).isEqualTo(headers(last()).get("ce_id"));
    assertThat(e)
        .hasMessageContaining("default/s-1 to agent-messages at kafka:9092")
        .hasMessageContaining("same id is safe");
  }

  @Test
  void an_event_that_the_topic_does_not_take_need_not_be_published_again() {
    CompletableFuture<Position> stage = publish("a");
    producer.errorNext(new RecordTooLargeException("too large"));
    assertThat(failure(stage).failure()).isEqualTo(PublishFailure.TOO_LARGE);
    assertThat(failure(stage).retriable()).isFalse();
  }

  @Test
  void a_missing_topic_is_told_with_the_command_that_creates_it() {
    try (EventPublisher without =
        new EventPublisher(
            SETTINGS,
            producer,
            topic -> {
              throw new UnknownTopicOrPartitionException(topic.topicName());
            },
            EventPublisher.MOST_OPEN)) {
      assertThatThrownBy(() -> without.publish(SESSION, Samples.says("x")))
          .isInstanceOfSatisfying(
              PublishFailedException.class,
              e -> {
                assertThat(e.failure()).isEqualTo(PublishFailure.TOPIC_MISSING);
                assertThat(e.mayBeStored()).isFalse();
              })
          .hasMessageContaining("sessionfold topics ensure");
    }
    assertThat(producer.history()).isEmpty();
  }

  @Test
  void an_interrupted_publish_says_so() {
    producer.sendException = new InterruptException(new InterruptedException());
    assertThat(Thread.interrupted()).isTrue();
    assertThatThrownBy(() -> publish("a"))
        .isInstanceOfSatisfying(
            PublishFailedException.class,
            e -> assertThat(e.failure()).isEqualTo(PublishFailure.INTERRUPTED));
  }

  @Test
  void closing_completes_every_stage_and_a_second_close_does_nothing() {
    CompletableFuture<String> stage = publish("a").thenApply(Position::toString);
    producer.completeNext();
    publisher.close();
    assertThat(stage).isCompletedWithValue("0.0.-");
    assertThat(producer.closed()).isTrue();
    publisher.close();
  }

  @Test
  void publishing_after_close_fails_clearly() {
    publisher.close();
    assertThatThrownBy(() -> publish("a"))
        .isInstanceOfSatisfying(
            PublishFailedException.class,
            e -> assertThat(e.failure()).isEqualTo(PublishFailure.CLOSED))
        .hasMessageContaining("the publisher is closed");
    assertThat(producer.history()).isEmpty();
  }

  @Test
  void a_publisher_can_be_closed_by_what_depends_on_its_own_stage() {
    CompletableFuture<Void> closing = publish("a").thenAccept(position -> publisher.close());
    producer.completeNext();
    assertThat(closing).succeedsWithin(Duration.ofSeconds(10));
  }

  private CompletableFuture<Position> publish(String text) {
    return publisher.publish(SESSION, Samples.says(text)).toCompletableFuture();
  }

  private ProducerRecord<byte[], byte[]> last() {
    return producer.history().get(producer.history().size() - 1);
  }

  private static PublishFailedException failure(CompletableFuture<Position> stage) {
    CompletionException e = catchThrowableOfType(CompletionException.class, stage::join);
    return (PublishFailedException) e.getCause();
  }

  private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new LinkedHashMap<>();
    Samples.read(record)
        .headers()
        .forEach(h -> headers.put(h.name(), Samples.read(record).header(h.name())));
    return headers;
  }
}
