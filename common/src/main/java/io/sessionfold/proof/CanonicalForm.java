package io.sessionfold.proof;

import io.sessionfold.event.Metrics;
import io.sessionfold.event.SessionKey;
import io.sessionfold.event.Target;
import io.sessionfold.event.Usage;
import io.sessionfold.journal.Times;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.session.Agent;
import io.sessionfold.session.Feedback;
import io.sessionfold.session.GuardrailEvent;
import io.sessionfold.session.Message;
import io.sessionfold.session.Session;
import io.sessionfold.session.UsageTotals;
import io.sessionfold.session.UsageTotals.Total;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a session says, as JSON in one form: a head, and each message. Members are in RFC
 * 8785 order at every level, strings and numbers are their text as published. Two sessions have the
 * same form if and only if they say the same; revision, generation and pages are not part of it.
 *
 * <p>Counts and totals are taken as the session has them, never made from its messages: a
 * projection that stores a wrong one has another form. The form is version {@value #VERSION}, and
 * frozen.
 */
public final class CanonicalForm {
  /** Of this form and of the digests over it. */
  public static final int VERSION = 1;

  private CanonicalForm() {}

  /** The session without its messages; of a deleted one, that and when it was deleted. */
  public static JsonText head(Session s) {
    Instant deletedAt = s.deletedAt();
    if (deletedAt != null) {
      return tombstone(s.key(), deletedAt);
    }
    return new JsonWriter(1024)
        .add("agents", objects(s.agents(), CanonicalForm::agent))
        .add("application", s.application())
        .add("closed_at", time(s.closedAt()))
        .add("created_at", time(s.createdAt()))
        .add("feedbacks", s.feedbacks().stream().map(CanonicalForm::feedback).toList())
        .add(
            "guardrail_events", s.guardrailEvents().stream().map(CanonicalForm::guardrail).toList())
        .add("message_count", s.agents().values().stream().mapToLong(Agent::messageCount).sum())
        .add("metadata", objects(s.metadata(), JsonText::canonical))
        .add("session", s.key().toString())
        .add("session_type", s.sessionType())
        .add("title", s.title())
        .add("updated_at", time(s.updatedAt()))
        .add("usage", usage(s.usage()))
        .add("user", s.user())
        .done();
  }

  /** The whole form of a deleted session. */
  public static JsonText tombstone(SessionKey key, Instant deletedAt) {
    return new JsonWriter()
        .add("deleted_at", Times.format(deletedAt))
        .add("session", key.toString())
        .done();
  }

  /** One message. */
  public static JsonText message(Message m) {
    Usage usage = m.usage();
    Metrics metrics = m.metrics();
    return new JsonWriter(m.message().toString().length() + 384)
        .add("agent", m.agent())
        .add("created_at", Times.format(m.createdAt()))
        .add("event_id", m.eventId())
        .add("event_loop_metrics", canonical(m.eventLoopMetrics()))
        .add("ext", canonical(m.ext()))
        .add("finish_reason", m.finishReason())
        .add("format", m.format().wireName())
        .add("index", m.index())
        .add("message", m.message().canonical())
        .add("metrics", metrics == null ? null : metrics.json())
        .add("model", m.model())
        .add("redact_message", canonical(m.redactMessage()))
        .add("redaction", canonical(m.redaction()))
        .add("seq", m.seq())
        .add("source", m.source())
        .add("time", Times.format(m.time()))
        .add("turn", m.turn())
        .add("updated_at", Times.format(m.updatedAt()))
        .add("usage", usage == null ? null : usage.json().canonical())
        .done();
  }

  private static JsonText agent(Agent agent) {
    return new JsonWriter()
        .add("created_at", Times.format(agent.createdAt()))
        .add("data", objects(agent.data(), JsonText::canonical))
        .add("message_count", agent.messageCount())
        .add("updated_at", Times.format(agent.updatedAt()))
        .done();
  }

  private static JsonText feedback(Feedback feedback) {
    return new JsonWriter()
        .add("created_at", Times.format(feedback.createdAt()))
        .add("data", feedback.data().canonical())
        .done();
  }

  private static JsonText guardrail(GuardrailEvent event) {
    Target target = event.target();
    return new JsonWriter()
        .add("action", event.action())
        .add("agent", event.agent())
        .add("ext", canonical(event.ext()))
        .add("message_id", event.messageId())
        .add(
            "policies_triggered",
            event.policiesTriggered() == null
                ? null
                : event.policiesTriggered().stream().map(JsonText::canonical).toList())
        .add("stop_reason", event.stopReason())
        .add("target", target == null ? null : target.json().canonical())
        .add("timestamp", Times.format(event.timestamp()))
        .done();
  }

  private static JsonText usage(UsageTotals usage) {
    return new JsonWriter()
        .add("agents", objects(usage.byAgent(), CanonicalForm::total))
        .add("models", objects(usage.byModel(), CanonicalForm::total))
        .done();
  }

  private static JsonText total(Total t) {
    return new JsonWriter()
        .add("cacheReadInputTokens", t.cacheReadInputTokens())
        .add("cacheWriteInputTokens", t.cacheWriteInputTokens())
        .add("inputTokens", t.inputTokens())
        .add("latencyMs", t.latencyMs())
        .add("outputTokens", t.outputTokens())
        .add("reasoningTokens", t.reasoningTokens())
        .add("timeToFirstByteMs", t.timeToFirstByteMs())
        .add("totalTokens", t.totalTokens())
        .done();
  }

  /** An object by name, in UTF-16 order as RFC 8785 has it. */
  private static <T> JsonText objects(Map<String, T> values, Function<T, JsonText> json) {
    Map<String, JsonText> objects = new TreeMap<>();
    values.forEach((name, value) -> objects.put(name, json.apply(value)));
    return JsonWriter.object(objects);
  }

  private static @Nullable JsonText canonical(@Nullable JsonText value) {
    return value == null ? null : value.canonical();
  }

  private static @Nullable String time(@Nullable Instant time) {
    return time == null ? null : Times.format(time);
  }
}
