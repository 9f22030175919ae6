package io.sessionfold.ingest;

import io.sessionfold.event.EventType;
import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.SessionEvent;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Position;
import io.sessionfold.json.JsonText;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events to the event log. Thread-safe; one for a process is enough.
 *
 * <pre>{@code
 * PublisherSettings settings = PublisherSettings.of(bootstrapServers, "/agents/concierge");
 * try (EventPublisher publisher = EventPublisher.open(settings)) {
 *   SessionKey session = SessionKey.of("trip-42");
 *   JsonText hello = JsonText.parse("{\"role\":\"user\",\"content\":\"Is my flight on time?\"}");
 *   SessionEvent event = MessageAppended.of("concierge", MessageFormat.OPENAI_CHAT, hello);
 *
 *   CompletionStage<Position> published =
 *       publisher.publish(session, event, EventEnvelope.ofId("turn-1-question"));
 *
 *   Position position = published.toCompletableFuture().join();
 *   System.out.println("Position token of the message: " + position);
 * }
 * }</pre>
 *
 * <p>A stage that completes says that all replicas in sync have the event; its position is the
 * token for reading one's own write. An event is in the log once for each {@code publish}, whatever
 * the producer must repeat, and events that one thread publishes to one topic of one session are
 * there in that order, except where one of them fails. Publishing again with the same id, also from
 * another process, is always safe: the projector applies the first.
 *
 * <p>What {@code publish} throws was not sent: {@link InvalidEventException} for an event that the
 * projector would reject whatever the session holds, {@link PublishFailedException} if it could not
 * be taken. What fails later completes the stage with a {@link PublishFailedException}.
 *
 * <p>Memory is bounded: {@code publish} blocks while the buffer is full, {@value #MOST_OPEN} stages
 * are not complete, or no broker answers, at most {@code maxBlock}, and at the first use of a topic
 * as long again while it makes sure that the topic exists. Stages are completed on {@code
 * completions}, in the order of the acknowledgements, never on the producer's I/O thread; work that
 * depends on them should not block there for long.
 */
public final class EventPublisher implements AutoCloseable {
  /** Stages that are not complete; each holds some hundred bytes besides Kafka's buffer. */
  static final int MOST_OPEN = 100_000;

  private final PublisherSettings settings;
  private final Producer<byte[], byte[]> producer;
  private final TopicCheck topics;
  private final OutgoingCheck check;
  private final Completions completions;
  private final AtomicBoolean closed = new AtomicBoolean();

  EventPublisher(
      PublisherSettings settings,
      Producer<byte[], byte[]> producer,
      TopicCheck topics,
      int mostOpen) {
    this.settings = settings;
    this.producer = producer;
    this.topics = topics;
    this.check = new OutgoingCheck(settings.limits());
    this.completions = new Completions(settings.completions(), mostOpen);
  }

  /**
   * Opens a publisher. No broker need be there yet.
   *
   * @throws IllegalArgumentException if Kafka's client refuses the settings, such as a host name
   *     that does not resolve
   */
  public static EventPublisher open(PublisherSettings settings) {
    try {
      return new EventPublisher(
          settings,
          new KafkaProducer<>(ClientProperties.producer(settings)),
          new BrokerTopicCheck(settings),
          MOST_OPEN);
    } catch (KafkaException e) {
      // The reason of a bad host name or property is the cause of a general one.
      Throwable reason = e.getCause() instanceof ConfigException ? e.getCause() : e;
      throw new IllegalArgumentException(
          "Kafka's client refuses the settings for %s: %s"
              .formatted(settings.bootstrapServers(), reason.getMessage()),
          e);
    }
  }

  /** Publishes an event with a new id, the source of the settings and the present time. */
  public CompletionStage<Position> publish(SessionKey session, SessionEvent event) {
    return publish(session, event, EventEnvelope.DEFAULTS);
  }

  /** Publishes an event; what the envelope leaves open gets its default. */
  public CompletionStage<Position> publish(
      SessionKey session, SessionEvent event, EventEnvelope envelope) {
    return publish(session, event.type(), event.data(), envelope);
  }

  /**
   * Publishes an event whose data is JSON already, of the type's current version; its text is the
   * value of the record.
   */
  public CompletionStage<Position> publish(
      SessionKey session, EventType type, JsonText data, EventEnvelope envelope) {
    return publish(check(session, type, data, envelope));
  }

  /** Publishes an event that this publisher has checked, without checking it again. */
  public CompletionStage<Position> publish(CheckedEvent checked) {
    OutgoingEvent event = checked.event();
    if (closed.get()) {
      throw failure(PublishFailure.CLOSED, event.name(), false, null);
    }
    return send(event.name(), event);
  }

  /**
   * Refuses what {@link #publish(SessionKey, EventType, JsonText, EventEnvelope)} would refuse
   * before sending, and sends nothing: for events of which all are to be published, or none.
   *
   * @throws InvalidEventException with every reason
   */
  public CheckedEvent check(
      SessionKey session, EventType type, JsonText data, EventEnvelope envelope) {
    OutgoingEvent event = OutgoingEvent.of(session, type, data, envelope, settings.source());
    check.require(event);
    return new CheckedEvent(event);
  }

  private CompletionStage<Position> send(EventId name, OutgoingEvent event) {
    IngressTopic topic = name.type().topic();
    PendingPublish pending;
    try {
      pending =
          new PendingPublish(topic, e -> failure(e, name, true), completions, settings.maxBlock());
    } catch (KafkaException e) {
      throw failure(e, name, false);
    }
    @Nullable Exception notSent;
    try {
      topics.require(topic);
      Future<RecordMetadata> unused = producer.send(event.record(), pending);
      notSent = pending.sent();
    } catch (KafkaException | IllegalStateException e) {
      notSent = e;
    }
    if (notSent != null) {
      pending.leave();
      throw failure(notSent, name, false);
    }
    return pending.stage();
  }

  private PublishFailedException failure(Throwable cause, EventId event, boolean sent) {
    PublishFailure known = PublishFailure.of(cause, sent);
    // A producer that is closed reports it in several ways, none with a type of its own.
    boolean byClosing = known == PublishFailure.UNEXPECTED && closed.get();
    return failure(byClosing ? PublishFailure.CLOSED : known, event, sent, cause);
  }

  private PublishFailedException failure(
      PublishFailure failure, EventId event, boolean sent, @Nullable Throwable cause) {
    return new PublishFailedException(failure, event, sent, settings.bootstrapServers(), cause);
  }

  /**
   * Sends what is buffered at once and waits until every event published before is acknowledged or
   * failed, at most the delivery timeout. On return the stages of these events are complete, or
   * handed to the executor that the settings gave.
   */
  public void flush() {
    producer.flush();
    completions.await();
  }

  /** Events that were sent and have no answer yet. */
  public int unacknowledged() {
    return completions.open();
  }

  /**
   * Bytes of the buffer that is bounded by the settings which are in use, batches in pools
   * included.
   */
  public long bufferedBytes() {
    return Math.max(0, Math.round(metric("buffer-total-bytes") - metric("buffer-available-bytes")));
  }

  private double metric(String name) {
    return producer.metrics().entrySet().stream()
        .filter(each -> each.getKey().name().equals(name))
        .filter(each -> each.getKey().group().equals("producer-metrics"))
        .mapToDouble(each -> each.getValue().metricValue() instanceof Double value ? value : 0)
        .sum();
  }

  /** {@link #close(Duration)} with the delivery timeout, after which every event has its answer. */
  @Override
  public void close() {
    close(settings.deliveryTimeout());
  }

  /**
   * Sends what is buffered and waits for the answers, at most {@code timeout}; what has none by
   * then fails with {@link PublishFailure#CLOSED}. On return every stage is complete, or handed to
   * the executor that the settings gave. A second call does nothing.
   */
  public void close(Duration timeout) {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    long start = System.nanoTime();
    try {
      producer.close(timeout);
    } finally {
      Duration left = timeout.minusNanos(System.nanoTime() - start);
      completions.close(left.isNegative() ? Duration.ZERO : left);
    }
  }
}
