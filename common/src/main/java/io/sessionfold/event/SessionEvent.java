package io.sessionfold.event;

import io.sessionfold.json.JsonText;

/**
 * A fact that a producer published about one session: the data of an event, without its envelope.
 * Immutable. Verbatim parts are {@link JsonText}.
 */
public sealed interface SessionEvent
    permits MessageAppended,
        MessageMeasured,
        MessageRedacted,
        MessageReplaced,
        AgentSynced,
        SessionStarted,
        SessionClosed,
        SessionDeleted,
        MetadataChanged,
        FeedbackGiven,
        GuardrailTriggered {
  /** The type of the event. */
  EventType type();

  /** The event as JSON, as its schema describes it; reading it gives an equal event. */
  JsonText data();

  /** Calls the case of this event's type. */
  <R> R accept(EventVisitor<R> visitor);
}
