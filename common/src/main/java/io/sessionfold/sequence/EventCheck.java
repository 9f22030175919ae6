package io.sessionfold.sequence;

import io.sessionfold.event.EventType;
import io.sessionfold.journal.Reason;
import io.sessionfold.journal.RejectionCode;
import io.sessionfold.json.EventSkeleton;
import io.sessionfold.json.JsonPointer;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.Utf8;
import io.sessionfold.schema.EventSchemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the data of an event against its schema and against the limits that one event can break by
 * itself. The publisher and the projector call the same. Thread-safe.
 */
public final class EventCheck {
  /** Whatever else a feedback has is the producer's own and verbatim. */
  private static final Set<String> OWN_OF_FEEDBACK = Set.of("comment", "target", "agent", "ext");

  private final Limits limits;
  private final EventSchemas schemas = EventSchemas.released();

  /** A check with these limits. */
  public EventCheck(Limits limits) {
    this.limits = limits;
  }

  /** Everything that is wrong with the data; nothing if it is valid. */
  public List<Reason> check(EventType type, int version, JsonText data) {
    List<Reason> reasons = new ArrayList<>();
    schemas
        .check(type.wireName(), version, EventSkeleton.of(data))
        .forEach(v -> reasons.add(new Reason(RejectionCode.SCHEMA, v.pointer(), v.message())));
    if (data.kind() == JsonText.Kind.OBJECT) {
      for (Map.Entry<String, JsonText> member : data.members().entrySet()) {
        Reason reason = limit(type, member.getKey(), member.getValue());
        if (reason != null) {
          reasons.add(reason);
        }
      }
    }
    return reasons;
  }

  private @Nullable Reason limit(EventType type, String name, JsonText value) {
    if (type == EventType.FEEDBACK_GIVEN && !OWN_OF_FEEDBACK.contains(name)) {
      return null;
    }
    return switch (name) {
      case "user", "application", "turn", "model" -> chars(name, value);
      case "ext" -> bytes(name, value, limits.extBytes());
      case "policies_triggered" -> bytes(name, value, limits.policiesBytes());
      case "event_loop_metrics" -> bytes(name, value, limits.eventLoopMetricsBytes());
      case "redact_message" -> bytes(name, value, limits.replacementBytes());
      case "message" ->
          type == EventType.MESSAGE_REPLACED ? bytes(name, value, limits.replacementBytes()) : null;
      case "set", "unset", "metadata" -> bytes(name, value, limits.metadataBytes());
      case "target" -> target(value);
      case "title", "session_type", "reason", "action", "stop_reason", "finish_reason", "comment" ->
          text(name, value);
      default -> null;
    };
  }

  private @Nullable Reason chars(String name, JsonText value) {
    if (value.kind() != JsonText.Kind.STRING) {
      return null;
    }
    String text = value.string();
    return text.codePointCount(0, text.length()) <= limits.nameChars()
        ? null
        : reason(name, limits.nameChars(), "characters");
  }

  /** A target names an event, whose id and source are as long as those of any event. */
  private @Nullable Reason target(JsonText value) {
    if (value.kind() == JsonText.Kind.OBJECT) {
      Map<String, JsonText> target = value.members();
      for (String name : List.of("event", "source")) {
        JsonText text = target.get(name);
        if (text != null
            && text.kind() == JsonText.Kind.STRING
            && Utf8.length(text.string()) > limits.idBytes()) {
          return new Reason(
              RejectionCode.LIMIT, "/target/" + name, "at most " + limits.idBytes() + " bytes");
        }
      }
    }
    return null;
  }

  /** Of a string what it says counts, however it is escaped. */
  private @Nullable Reason text(String name, JsonText value) {
    return value.kind() != JsonText.Kind.STRING
            || Utf8.length(value.string()) <= limits.stringBytes()
        ? null
        : reason(name, limits.stringBytes(), "bytes");
  }

  private static @Nullable Reason bytes(String name, JsonText value, int limit) {
    return value.utf8Length() <= limit ? null : reason(name, limit, "bytes");
  }

  private static Reason reason(String name, int limit, String unit) {
    return new Reason(
        RejectionCode.LIMIT,
        "/" + JsonPointer.escape(name),
        "at most " + limit + " " + unit + " of " + name);
  }
}
