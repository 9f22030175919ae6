package io.sessionfold.query;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.journal.Times;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.session.Feedback;
import io.sessionfold.session.GuardrailEvent;
import io.sessionfold.session.Message;
import java.time.Instant;

/** Something that happened in a session, with its place in the one order of all. */
public sealed interface TimelineEntry {
  /** When it happened. */
  default Instant time() {
    return key().time();
  }

  /** Its place. */
  TimelineKey key();

  /** The entry as JSON: {@code {"kind", "time", …}} and a member of the kind's name. */
  JsonText json();

  /** A message of any agent. */
  record Said(Message message) implements TimelineEntry {
    @Override
    public TimelineKey key() {
      return new TimelineKey(message.time(), TimelineKey.MESSAGE, message.seq());
    }

    @Override
    public JsonText json() {
      return written("message", this, SessionJson.message(message));
    }
  }

  /**
   * A feedback.
   *
   * @param number its place among the session's feedbacks, from 0
   */
  record Rated(Feedback feedback, long number) implements TimelineEntry {
    @Override
    public TimelineKey key() {
      return new TimelineKey(feedback.createdAt(), TimelineKey.FEEDBACK, number);
    }

    @Override
    public JsonText json() {
      return written("feedback", this, SessionJson.feedback(feedback));
    }
  }

  /**
   * An intervention of a guardrail.
   *
   * @param number its place among the session's interventions, from 0
   */
  record Guarded(GuardrailEvent event, long number) implements TimelineEntry {
    @Override
    public TimelineKey key() {
      return new TimelineKey(event.timestamp(), TimelineKey.GUARDRAIL, number);
    }

    @Override
    public JsonText json() {
      return written("guardrail_event", this, SessionJson.guardrail(event));
    }
  }

  private static JsonText written(String kind, TimelineEntry entry, JsonText content) {
    return new JsonWriter(content.toString().length() + 64)
        .add("kind", kind)
        .add("time", Times.format(entry.time()))
        .add(kind, content)
        .done();
  }

  /** The topic that has it. */
  default IngressTopic topic() {
    return this instanceof Said ? IngressTopic.MESSAGES : IngressTopic.METADATA;
  }
}
