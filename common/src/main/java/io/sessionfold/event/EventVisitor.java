package io.sessionfold.event;

/** One case for each type of event, so that the compiler finds whoever forgets a new one. */
public interface EventVisitor<R> {
  /** A message was appended. */
  R appended(MessageAppended event);

  /** A message was measured. */
  R measured(MessageMeasured event);

  /** A message was redacted. */
  R redacted(MessageRedacted event);

  /** A message was replaced. */
  R replaced(MessageReplaced event);

  /** An agent's state was synced. */
  R synced(AgentSynced event);

  /** The session was started. */
  R started(SessionStarted event);

  /** The session was closed. */
  R closed(SessionClosed event);

  /** The session was deleted. */
  R deleted(SessionDeleted event);

  /** Metadata was changed. */
  R metadataChanged(MetadataChanged event);

  /** Feedback was given. */
  R feedback(FeedbackGiven event);

  /** A guardrail was triggered. */
  R guardrail(GuardrailTriggered event);
}
