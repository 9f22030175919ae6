package io.sessionfold.ingest;

import com.github.f4b6a3.uuid.UuidCreator;
import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Times;
import io.sessionfold.json.JsonText;
import io.sessionfold.schema.SchemaId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * One event with its whole envelope, and the record that it becomes: a CloudEvent in binary mode,
 * as docs/events.md describes it. Nothing is checked here.
 */
record OutgoingEvent(EventId name, JsonText data, Instant time, @Nullable String traceparent) {
  private static final byte[] SPEC_VERSION = utf8("1.0");
  private static final byte[] CONTENT_TYPE = utf8("application/json");
  private static final Map<EventType, TypeHeaders> TYPES = typeHeaders();

  /** The headers that every event of a type has alike. */
  private static final class TypeHeaders {
    private final byte[] type;
    private final byte[] schema;

    private TypeHeaders(EventType type) {
      SchemaId id = new SchemaId(type.wireName(), type.currentVersion());
      this.type = utf8(id.eventType());
      this.schema = utf8(id.uri());
    }
  }

  /** Fills what the envelope leaves open. */
  static OutgoingEvent of(
      SessionKey session,
      EventType type,
      JsonText data,
      EventEnvelope envelope,
      String defaultSource) {
    String id = envelope.id();
    String source = envelope.source();
    Instant time = envelope.time();
    EventId name =
        new EventId(
            session,
            type,
            id == null ? UuidCreator.getTimeOrderedEpoch().toString() : id,
            source == null ? defaultSource : source);
    return new OutgoingEvent(
        name, data, time == null ? Instant.now() : time, envelope.traceparent());
  }

  /** The record; its partition is left to the partitioner, its time to the broker. */
  ProducerRecord<byte[], byte[]> record() {
    byte[] key = utf8(name.session().toString());
    return new ProducerRecord<>(
        name.type().topic().topicName(), null, null, key, data.utf8(), headers(key));
  }

  private Headers headers(byte[] subject) {
    TypeHeaders fixed = TYPES.get(name.type());
    Headers headers =
        new RecordHeaders()
            .add("ce_specversion", SPEC_VERSION)
            .add("ce_id", utf8(name.id()))
            .add("ce_type", fixed.type)
            .add("ce_source", utf8(name.source()))
            .add("ce_time", utf8(Times.format(time)))
            .add("ce_subject", subject)
            .add("ce_dataschema", fixed.schema)
            .add("content-type", CONTENT_TYPE);
    return traceparent == null ? headers : headers.add("traceparent", utf8(traceparent));
  }

  /** What it is, never its content. */
  @Override
  public String toString() {
    return name.toString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<EventType, TypeHeaders> typeHeaders() {
    Map<EventType, TypeHeaders> all = new EnumMap<>(EventType.class);
    for (EventType type : EventType.values()) {
      all.put(type, new TypeHeaders(type));
    }
    return all;
  }
}
