package io.sessionfold.http.gateway;

import com.github.f4b6a3.uuid.UuidCreator;
import io.javalin.http.Context;
import io.sessionfold.http.problem.ProblemException;
import io.sessionfold.ingest.EventEnvelope;
import io.sessionfold.journal.Times;
import io.sessionfold.json.JsonText;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of its events beside their data: {@code Idempotency-Key} and {@code
 * traceparent} as headers, and the members {@code id}, {@code source} and {@code time}, which no
 * data has.
 *
 * @param key absent if the request has none
 */
record Envelopes(@Nullable String key, @Nullable String traceparent, String source) {
  private static final String KEY_HEADER = "Idempotency-Key";

  /** Of a request; a source that it does not name is this service's. */
  static Envelopes of(Context ctx, String source) {
    String given = ctx.header(KEY_HEADER);
    return new Envelopes(given == null ? null : unquoted(given), ctx.header("traceparent"), source);
  }

  /**
   * The header is a structured string in the draft of its standard, and a plain one in practice.
   */
  private static String unquoted(String given) {
    boolean quoted = given.length() > 1 && given.startsWith("\"") && given.endsWith("\"");
    String key = quoted ? given.substring(1, given.length() - 1) : given;
    if (key.isBlank()) {
      throw ProblemException.invalid(KEY_HEADER + " is empty");
    }
    return key;
  }

  /** The envelope of the only event, whose data says nothing of it. */
  EventEnvelope single() {
    return envelope(null, null, null, "");
  }

  /**
   * The envelope of one event.
   *
   * @param members of the event, from which those of the envelope are taken away
   * @param suffix tells the events of one key apart
   */
  EventEnvelope taken(Map<String, JsonText> members, String suffix) {
    String id = text(members.remove("id"), "id");
    String from = text(members.remove("source"), "source");
    String time = text(members.remove("time"), "time");
    return envelope(id, from, time == null ? null : parsed(time), suffix);
  }

  private EventEnvelope envelope(
      @Nullable String id, @Nullable String from, @Nullable Instant time, String suffix) {
    String named = id;
    if (named == null) {
      named = key == null ? UuidCreator.getTimeOrderedEpoch().toString() : key + suffix;
    }
    return new EventEnvelope(named, from == null ? source : from, time, traceparent);
  }

  private static @Nullable String text(@Nullable JsonText value, String name) {
    if (value == null) {
      return null;
    }
    if (value.kind() != JsonText.Kind.STRING) {
      throw ProblemException.invalid(name + " is a string");
    }
    return value.string();
  }

  private static Instant parsed(String time) {
    return Times.parse(time)
        .orElseThrow(() -> ProblemException.invalid("time: expected RFC 3339, years 0000 to 9999"));
  }
}
