package io.sessionfold.testkit;

import io.sessionfold.event.EventType;
import io.sessionfold.json.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * The eleven types of events, each in a word or two. What is not said has a plain default; what
 * else an event can carry is added with {@link TestEvent#with}.
 */
public final class Events {
  /** The agent of every event whose test does not name another. */
  public static final String AGENT = "concierge";

  private Events() {}

  /** A {@code session.started} that says nothing. */
  public static TestEvent started() {
    return TestEvent.of(EventType.SESSION_STARTED, JsonText.EMPTY_OBJECT);
  }

  /** A user's message in the shape of OpenAI's chat API, to the default agent. */
  public static TestEvent appended(String text) {
    return appended(AGENT, text);
  }

  /** A user's message in the shape of OpenAI's chat API. */
  public static TestEvent appended(String agent, String text) {
    return appended(agent, Json.object("role", "user", "content", text));
  }

  /** A message of any content, format {@code openai.chat}. */
  public static TestEvent appended(String agent, JsonText message) {
    return TestEvent.of(
        EventType.MESSAGE_APPENDED,
        Json.object("agent", agent, "message", message, "format", "openai.chat"));
  }

  /** The target that is the message of an event of the same source. */
  public static JsonText target(String event) {
    return Json.object("event", event);
  }

  /** The target that is the message of an event. */
  public static JsonText target(String event, String source) {
    return Json.object("event", event, "source", source);
  }

  /** The target that is an agent's message at an index, from 0. */
  public static JsonText target(String agent, long index) {
    return Json.object("agent", agent, "index", index);
  }

  /**
   * A measurement that measures nothing yet: add {@link TestEvent#usage}, {@link TestEvent#latency}
   * or {@code event_loop_metrics}.
   */
  public static TestEvent measured(JsonText target) {
    return TestEvent.of(EventType.MESSAGE_MEASURED, Json.object("target", target));
  }

  /** A redaction with the default text. */
  public static TestEvent redacted(JsonText target) {
    return TestEvent.of(EventType.MESSAGE_REDACTED, Json.object("target", target));
  }

  /** A redaction with a text of its own. */
  public static TestEvent redacted(JsonText target, String text) {
    return redacted(target).with("redact_message", Json.object("role", "user", "content", text));
  }

  /** A replacement by another user's message. */
  public static TestEvent replaced(JsonText target, String text) {
    return TestEvent.of(
        EventType.MESSAGE_REPLACED,
        Json.object("target", target, "message", Json.object("role", "user", "content", text)));
  }

  /** A sync of an agent that changes nothing yet: add its parts with {@link TestEvent#with}. */
  public static TestEvent synced(String agent) {
    return TestEvent.of(EventType.AGENT_SYNCED, Json.object("agent", agent));
  }

  /** A {@code session.closed} without a reason. */
  public static TestEvent closed() {
    return TestEvent.of(EventType.SESSION_CLOSED, JsonText.EMPTY_OBJECT);
  }

  /** A {@code session.deleted} without a reason. */
  public static TestEvent deleted() {
    return TestEvent.of(EventType.SESSION_DELETED, JsonText.EMPTY_OBJECT);
  }

  /** A {@code metadata.changed} that changes nothing yet: {@link TestEvent#set} and unset. */
  public static TestEvent metadata() {
    return TestEvent.of(EventType.METADATA_CHANGED, JsonText.EMPTY_OBJECT);
  }

  /** Feedback; the rating is {@code up}, {@code down} or null. */
  public static TestEvent feedback(@Nullable String rating) {
    return TestEvent.of(
        EventType.FEEDBACK_GIVEN, Json.object("rating", rating == null ? JsonText.NULL : rating));
  }

  /** An intervention of a guardrail on the default agent. */
  public static TestEvent guardrail(String action) {
    return TestEvent.of(
        EventType.GUARDRAIL_TRIGGERED, Json.object("agent", AGENT, "action", action));
  }
}
