package io.sessionfold.event;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * Latency of one model call in milliseconds; a delta, never a running total.
 *
 * @param timeToFirstByteMs where known
 */
public record Metrics(long latencyMs, @Nullable Long timeToFirstByteMs) {
  /** Reads {@code metrics} of an event. */
  public static Metrics read(JsonText json) {
    Members m = new Members(json);
    return new Metrics(m.required("latencyMs").integer(), m.integer("timeToFirstByteMs"));
  }

  /** The JSON of events and journal. */
  public JsonText json() {
    return new JsonWriter()
        .add("latencyMs", latencyMs)
        .add("timeToFirstByteMs", timeToFirstByteMs)
        .done();
  }

  /** The sum. */
  public Metrics plus(Metrics other) {
    return new Metrics(
        Usage.sum(latencyMs, other.latencyMs),
        Usage.sum(timeToFirstByteMs, other.timeToFirstByteMs));
  }
}
