package io.sessionfold.session;

import io.sessionfold.event.GuardrailTriggered;
import io.sessionfold.event.Target;
import io.sessionfold.json.JsonText;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One intervention of a guardrail.
 *
 * @param messageId the index of the message, if the target gave one
 * @param target as published, not resolved
 * @param timestamp the event's time
 */
public record GuardrailEvent(
    String agent,
    String action,
    @Nullable Long messageId,
    @Nullable Target target,
    @Nullable String stopReason,
    @Nullable List<JsonText> policiesTriggered,
    @Nullable JsonText ext,
    Instant timestamp) {
  /** What an event says, at its time. */
  public static GuardrailEvent of(GuardrailTriggered event, Instant time) {
    return new GuardrailEvent(
        event.agent(),
        event.action(),
        event.messageId(),
        event.target(),
        event.stopReason(),
        event.policiesTriggered(),
        event.ext(),
        time);
  }
}
