package io.sessionfold.query;

import io.sessionfold.event.Metrics;
import io.sessionfold.event.Target;
import io.sessionfold.event.Usage;
import io.sessionfold.journal.Times;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.query.valid.ValidMessage;
import io.sessionfold.session.Agent;
import io.sessionfold.session.Feedback;
import io.sessionfold.session.GuardrailEvent;
import io.sessionfold.session.Message;
import io.sessionfold.session.PastSession;
import io.sessionfold.session.Session;
import io.sessionfold.session.UsageTotals;
import io.sessionfold.session.UsageTotals.Total;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sessions as JSON for those who read them: command line, exports, HTTP. Messages and whatever else
 * is verbatim stand in it as published. Members are always in the same order; may be added, and are
 * not renamed.
 */
public final class SessionJson {
  private SessionJson() {}

  /** The whole session, its messages in {@code seq} order as the last member. */
  public static JsonText whole(Session session) {
    List<JsonText> messages = session.messages().stream().map(SessionJson::message).toList();
    return head(session, null, messages);
  }

  /** The same of a session as it was, with {@code recorded_at} after its revision. */
  public static JsonText whole(PastSession past) {
    List<JsonText> messages = past.session().messages().stream().map(SessionJson::message).toList();
    return head(past.session(), past.recordedAt(), messages);
  }

  /** The session with its last messages, and {@code older}, how many there are before them. */
  public static JsonText tail(SessionTail tail) {
    List<JsonText> messages = tail.messages().stream().map(SessionJson::message).toList();
    return new JsonWriter(1024)
        .addAll(head(tail.session()))
        .add("older", tail.older())
        .add("messages", messages)
        .done();
  }

  /** The session without its messages. */
  public static JsonText head(Session session) {
    return head(session, null, null);
  }

  /** A session in a list. */
  public static JsonText summary(SessionSummary s) {
    return new JsonWriter()
        .add("session", s.key().id())
        .add("tenant", s.key().tenant())
        .add("user", orNull(s.user()))
        .add("application", orNull(s.application()))
        .add("title", orNull(s.title()))
        .add("session_type", s.sessionType())
        .add("created_at", Times.format(s.createdAt()))
        .add("updated_at", Times.format(s.updatedAt()))
        .add("closed_at", orNull(s.closedAt()))
        .add("revision", s.revision())
        .add("messages", s.messageCount())
        .add("metadata", s.metadata())
        .done();
  }

  /** One message. */
  public static JsonText message(Message m) {
    Usage usage = m.usage();
    Metrics metrics = m.metrics();
    return new JsonWriter(m.message().toString().length() + 256)
        .add("seq", m.seq())
        .add("agent", m.agent())
        .add("index", m.index())
        .add("event_id", m.eventId())
        .add("source", m.source())
        .add("time", Times.format(m.time()))
        .add("created_at", Times.format(m.createdAt()))
        .add("updated_at", Times.format(m.updatedAt()))
        .add("format", m.format().wireName())
        .add("message", m.message())
        .add("redacted", m.redacted())
        .add("redaction", m.redaction())
        .add("turn", m.turn())
        .add("model", m.model())
        .add("finish_reason", m.finishReason())
        .add("usage", usage == null ? null : usage.json())
        .add("metrics", metrics == null ? null : metrics.json())
        .add("event_loop_metrics", m.eventLoopMetrics())
        .add("ext", m.ext())
        .done();
  }

  /**
   * One message of the view {@code valid}: as any other, with {@code "repaired":true} if it is. One
   * that the view made has no more than {@code agent}, {@code format} and {@code message}.
   */
  public static JsonText message(ValidMessage m) {
    Message original = m.original();
    JsonWriter writer = new JsonWriter(m.message().toString().length() + 256);
    if (original == null) {
      writer
          .add("agent", m.agent())
          .add("format", m.format().wireName())
          .add("message", m.message());
    } else {
      writer.addAll(message(original).with("message", m.message()));
    }
    return m.repaired() ? writer.add("repaired", true).done() : writer.done();
  }

  private static JsonText head(
      Session s, @Nullable Instant recordedAt, @Nullable List<JsonText> messages) {
    return new JsonWriter(1024)
        .add("session", s.key().id())
        .add("tenant", s.key().tenant())
        .add("user", orNull(s.user()))
        .add("application", orNull(s.application()))
        .add("title", orNull(s.title()))
        .add("session_type", s.sessionType() == null ? Session.DEFAULT_TYPE : s.sessionType())
        .add("created_at", orNull(s.createdAt()))
        .add("updated_at", orNull(s.updatedAt()))
        .add("closed_at", s.closedAt() == null ? null : Times.format(s.closedAt()))
        .add("deleted_at", s.deletedAt() == null ? null : Times.format(s.deletedAt()))
        .add("revision", s.revision())
        .add("recorded_at", recordedAt == null ? null : Times.format(recordedAt))
        .add("metadata", s.metadata())
        .add("agents", objects(s.agents(), SessionJson::agent))
        .add("feedbacks", s.feedbacks().stream().map(SessionJson::feedback).toList())
        .add("guardrail_events", s.guardrailEvents().stream().map(SessionJson::guardrail).toList())
        .add("usage", usage(s.usage()))
        .add("messages", messages)
        .done();
  }

  private static JsonText agent(Agent agent) {
    JsonWriter writer =
        new JsonWriter()
            .add("created_at", Times.format(agent.createdAt()))
            .add("updated_at", Times.format(agent.updatedAt()))
            .add("messages", agent.messageCount());
    agent.data().forEach(writer::add);
    return writer.done();
  }

  /** One feedback. */
  static JsonText feedback(Feedback feedback) {
    Map<String, JsonText> members = new LinkedHashMap<>(feedback.data().members());
    members.put("created_at", JsonText.of(Times.format(feedback.createdAt())));
    return JsonWriter.object(members);
  }

  /** One intervention of a guardrail. */
  static JsonText guardrail(GuardrailEvent event) {
    Target target = event.target();
    return new JsonWriter()
        .add("agent_id", event.agent())
        .add("action", event.action())
        .add(
            "message_id",
            event.messageId() == null ? JsonText.NULL : JsonText.of(event.messageId()))
        .add("target", target == null ? null : target.json())
        .add("stop_reason", event.stopReason())
        .add("policies_triggered", event.policiesTriggered())
        .add("ext", event.ext())
        .add("timestamp", Times.format(event.timestamp()))
        .done();
  }

  /** What model calls used, in all, by agent and by model. */
  public static JsonText usage(UsageTotals usage) {
    return new JsonWriter()
        .add("total", total(usage.total()))
        .add("agents", objects(usage.byAgent(), SessionJson::total))
        .add("models", objects(usage.byModel(), SessionJson::total))
        .done();
  }

  private static JsonText total(Total t) {
    return new JsonWriter()
        .add("inputTokens", t.inputTokens())
        .add("outputTokens", t.outputTokens())
        .add("totalTokens", t.totalTokens())
        .add("cacheReadInputTokens", t.cacheReadInputTokens())
        .add("cacheWriteInputTokens", t.cacheWriteInputTokens())
        .add("reasoningTokens", t.reasoningTokens())
        .add("latencyMs", t.latencyMs())
        .add("timeToFirstByteMs", t.timeToFirstByteMs())
        .done();
  }

  private static <T> JsonText objects(Map<String, T> values, Function<T, JsonText> json) {
    Map<String, JsonText> objects = new LinkedHashMap<>();
    values.forEach((name, value) -> objects.put(name, json.apply(value)));
    return JsonWriter.object(objects);
  }

  private static JsonText orNull(@Nullable String value) {
    return value == null ? JsonText.NULL : JsonText.of(value);
  }

  private static JsonText orNull(@Nullable Instant value) {
    return value == null ? JsonText.NULL : JsonText.of(Times.format(value));
  }
}
