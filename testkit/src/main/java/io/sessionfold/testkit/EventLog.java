package io.sessionfold.testkit;

import io.sessionfold.event.EventType;
import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Times;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.sequence.IngressRecord;
import io.sessionfold.sequence.IngressRecord.Header;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One partition of the event log, simulated: each topic with offsets of its own, a broker's clock
 * that goes on by one second a record from {@link #BEGINNING}. The same events give the same
 * records, byte for byte.
 *
 * <p>An event whose time is not given happened when it was appended. Not thread-safe.
 */
public final class EventLog {
  /** When the first record is appended. */
  public static final Instant BEGINNING = Instant.parse("2026-03-01T09:00:00Z");

  /** The session of every event whose test does not name another. */
  public static final SessionKey SESSION = SessionKey.of("s1");

  /** The partition on which all records are. */
  public static final int PARTITION = 0;

  private final List<IngressRecord> records = new ArrayList<>();
  private final Map<IngressTopic, Long> nextOffsets = new EnumMap<>(IngressTopic.class);
  private SessionKey session = SESSION;
  private boolean structured;

  /** A log of these events. */
  public static EventLog of(TestEvent... events) {
    return new EventLog().append(events);
  }

  /** A log of these events. */
  public static EventLog of(List<TestEvent> events) {
    return of(events.toArray(TestEvent[]::new));
  }

  /** From here on, events without a session are of this one. */
  public EventLog session(SessionKey key) {
    session = key;
    return this;
  }

  /** From here on, events are written in the structured content mode. */
  public EventLog structured() {
    structured = true;
    return this;
  }

  /** Appends events, each to the topic of its type. */
  public EventLog append(TestEvent... events) {
    for (TestEvent event : events) {
      append(event.type().topic(), event);
    }
    return this;
  }

  /** Appends an event to a topic, be it the wrong one. */
  public EventLog append(IngressTopic topic, TestEvent event) {
    String key = (event.session() == null ? session : event.session()).toString();
    String id = event.id() == null ? "e" + (records.size() + 1) : event.id();
    Instant happened = event.time() == null ? now() : event.time();
    String time = event.timed() ? Times.format(happened) : null;
    return structured
        ? appendStructured(topic, event, key, id, time)
        : appendBinary(topic, event, key, id, time);
  }

  /** Appends any record at all; {@code null} is no key, or no value. */
  public EventLog appendRaw(
      IngressTopic topic, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
    long offset = nextOffsets.merge(topic, 1L, Long::sum) - 1;
    records.add(new IngressRecord(topic, PARTITION, offset, now(), key, value, headers));
    return this;
  }

  /** Appends a record once more, as a producer does that did not see the acknowledgement. */
  public EventLog repeat(IngressRecord record) {
    return appendRaw(record.topic(), record.key(), record.value(), record.headers());
  }

  /**
   * All records in the order in which they were appended: one of many in which they may be read.
   */
  public List<IngressRecord> records() {
    return List.copyOf(records);
  }

  /** The records of one topic, in offset order. */
  public List<IngressRecord> records(IngressTopic topic) {
    return records.stream().filter(r -> r.topic() == topic).toList();
  }

  /** The record that was appended last. */
  public IngressRecord last() {
    return records.get(records.size() - 1);
  }

  private Instant now() {
    return BEGINNING.plus(Duration.ofSeconds(records.size()));
  }

  private EventLog appendBinary(
      IngressTopic topic, TestEvent event, String key, String id, @Nullable String time) {
    List<Header> headers = new ArrayList<>();
    headers.add(Header.of("ce_specversion", "1.0"));
    headers.add(Header.of("ce_type", type(event)));
    headers.add(Header.of("ce_source", event.source()));
    headers.add(Header.of("ce_id", id));
    headers.add(Header.of("ce_subject", key));
    if (time != null) {
      headers.add(Header.of("ce_time", time));
    }
    headers.add(Header.of("content-type", "application/json"));
    return appendRaw(topic, utf8(key), event.data().utf8(), headers);
  }

  private EventLog appendStructured(
      IngressTopic topic, TestEvent event, String key, String id, @Nullable String time) {
    byte[] envelope =
        new JsonWriter()
            .add("specversion", "1.0")
            .add("type", type(event))
            .add("source", event.source())
            .add("id", id)
            .add("subject", key)
            .add("time", time)
            .add("datacontenttype", "application/json")
            .add("data", event.data())
            .done()
            .utf8();
    return appendRaw(
        topic,
        utf8(key),
        envelope,
        List.of(Header.of("content-type", "application/cloudevents+json; charset=UTF-8")));
  }

  private static String type(TestEvent event) {
    EventType type = event.type();
    return type.cloudEventsType(type.currentVersion());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
