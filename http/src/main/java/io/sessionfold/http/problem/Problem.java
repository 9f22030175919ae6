package io.sessionfold.http.problem;

import io.sessionfold.journal.Reason;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A problem document (RFC 9457). It holds states, reasons and places, and never what a session
 * says. Immutable; every method answers another one.
 *
 * @param detail what is wrong with this request, and what to do
 * @param reasons everything that is wrong with events
 * @param more further members, after the others
 * @param retryAfter in seconds; absent where another try will not help
 */
public record Problem(
    ProblemType type,
    String detail,
    List<Reason> reasons,
    Map<String, JsonText> more,
    @Nullable Integer retryAfter) {
  /** The media type of a problem. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** A hostile event can have a reason for each of a million members. */
  private static final int MOST_REASONS = 100;

  /** Copies. */
  public Problem {
    reasons = List.copyOf(reasons);
    more = new LinkedHashMap<>(more);
  }

  /** A problem without reasons. */
  public static Problem of(ProblemType type, String detail) {
    return new Problem(type, detail, List.of(), Map.of(), null);
  }

  /** With the reasons of events. */
  public Problem withReasons(List<Reason> given) {
    return new Problem(type, detail, given, more, retryAfter);
  }

  /** With another member. */
  public Problem with(String name, JsonText value) {
    Map<String, JsonText> members = new LinkedHashMap<>(more);
    members.put(name, value);
    return new Problem(type, detail, reasons, members, retryAfter);
  }

  /** Worth another try after that many seconds. */
  public Problem retryAfter(int seconds) {
    return new Problem(type, detail, reasons, more, seconds);
  }

  /** As an exception. */
  public ProblemException exception() {
    return new ProblemException(this, null);
  }

  /** The document. */
  public JsonText json(String instance) {
    JsonWriter writer =
        new JsonWriter(256)
            .add("type", type.uri())
            .add("title", type.title())
            .add("status", type.status())
            .add("detail", detail)
            .add("instance", instance);
    if (!reasons.isEmpty()) {
      writer.add("reasons", json(reasons));
    }
    more.forEach(writer::add);
    return writer.done();
  }

  /** Reasons as {@code [{code, pointer, message}]}, the first hundred of them. */
  public static JsonText json(List<Reason> reasons) {
    List<JsonText> all = new ArrayList<>();
    for (Reason reason : reasons.subList(0, Math.min(reasons.size(), MOST_REASONS))) {
      all.add(
          new JsonWriter()
              .add("code", reason.code().wireName())
              .add("pointer", reason.pointer())
              .add("message", reason.message())
              .done());
    }
    return JsonWriter.array(all);
  }
}
