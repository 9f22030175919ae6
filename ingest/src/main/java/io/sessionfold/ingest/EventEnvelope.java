package io.sessionfold.ingest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher may say about an event beside its data: CloudEvents attributes. Whatever is
 * absent gets its default. Immutable.
 *
 * @param id unique within the source. Give one wherever the framework has one that survives a crash
 *     of this process: it is what makes a repetition harmless. Default: a UUIDv7
 * @param source the producing service. Default: that of the {@link PublisherSettings}
 * @param time when it happened, kept to the millisecond. Default: the time of the call
 * @param traceparent a W3C trace context to pass through. Default: none
 */
public record EventEnvelope(
    @Nullable String id,
    @Nullable String source,
    @Nullable Instant time,
    @Nullable String traceparent) {

  /** Nothing said: all defaults. */
  public static final EventEnvelope DEFAULTS = new EventEnvelope(null, null, null, null);

  /** An envelope with this id and defaults. */
  public static EventEnvelope ofId(String id) {
    return DEFAULTS.withId(id);
  }

  /** The same with this id. */
  public EventEnvelope withId(String newId) {
    return new EventEnvelope(newId, source, time, traceparent);
  }

  /** The same with this source. */
  public EventEnvelope withSource(String newSource) {
    return new EventEnvelope(id, newSource, time, traceparent);
  }

  /** The same with this time. */
  public EventEnvelope withTime(Instant newTime) {
    return new EventEnvelope(id, source, newTime, traceparent);
  }

  /** The same with this trace context. */
  public EventEnvelope withTraceparent(String newTraceparent) {
    return new EventEnvelope(id, source, time, newTraceparent);
  }
}
