package io.sessionfold.session;

import io.sessionfold.event.MessageAppended;
import io.sessionfold.event.MessageFormat;
import io.sessionfold.event.MessageMeasured;
import io.sessionfold.event.MessageRedacted;
import io.sessionfold.event.MessageReplaced;
import io.sessionfold.event.Metrics;
import io.sessionfold.event.SessionEvent;
import io.sessionfold.event.Usage;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.time.Instant;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One message.
 *
 * @param seq its number in the session, from 1
 * @param index its number among its agent's, from 0
 * @param page where the journal placed it; not part of what the session says
 * @param eventId of the event that appended it
 * @param time of that event
 * @param createdAt the same, but never before that of the agent's message before it
 * @param updatedAt of the last event that changed it
 * @param message verbatim: as published, or what replaced or redacted it
 * @param redactMessage the text of its redaction; absent if it is not redacted
 * @param redaction why it was redacted: {@code reason}, {@code action}, {@code stop_reason}, {@code
 *     policies_triggered}, {@code ext}, those that were given
 * @param eventLoopMetrics the last ones, verbatim
 * @param usage the sum of its deltas
 * @param metrics the sum of its deltas
 * @param ext the producer's own
 */
public record Message(
    long seq,
    String agent,
    long index,
    long page,
    String eventId,
    String source,
    Instant time,
    Instant createdAt,
    Instant updatedAt,
    MessageFormat format,
    JsonText message,
    @Nullable JsonText redactMessage,
    @Nullable JsonText redaction,
    @Nullable JsonText eventLoopMetrics,
    @Nullable String turn,
    @Nullable String model,
    @Nullable String finishReason,
    @Nullable Usage usage,
    @Nullable Metrics metrics,
    @Nullable JsonText ext) {

  /** The message that a change appends. */
  public static Message appended(Applied change, MessageAppended event) {
    Instant createdAt = Objects.requireNonNull(change.createdAt());
    return new Message(
        Objects.requireNonNull(change.seq()),
        event.agent(),
        Objects.requireNonNull(change.index()),
        Objects.requireNonNull(change.page()),
        Objects.requireNonNull(change.event().id()),
        Objects.requireNonNull(change.event().source()),
        change.event().time(),
        createdAt,
        createdAt,
        event.format(),
        event.message(),
        null,
        null,
        null,
        event.turn(),
        event.model(),
        event.finishReason(),
        event.usage(),
        event.metrics(),
        event.ext());
  }

  /** Whether its text was taken back. */
  public boolean redacted() {
    return redactMessage != null;
  }

  /** Usage and metrics added; the event loop's metrics put in place of the last ones. */
  public Message measured(MessageMeasured event, Instant time) {
    Usage added = event.usage();
    Metrics addedMetrics = event.metrics();
    return new Message(
        seq,
        agent,
        index,
        page,
        eventId,
        source,
        this.time,
        createdAt,
        later(time),
        format,
        message,
        redactMessage,
        redaction,
        event.eventLoopMetrics() == null ? eventLoopMetrics : event.eventLoopMetrics(),
        turn,
        model == null ? event.model() : model,
        finishReason,
        usage == null || added == null ? (usage == null ? added : usage) : usage.plus(added),
        metrics == null || addedMetrics == null
            ? (metrics == null ? addedMetrics : metrics)
            : metrics.plus(addedMetrics),
        ext);
  }

  /** What an event does to the message that it is about; {@code null} if it is about none. */
  public static @Nullable UnaryOperator<Message> step(SessionEvent event, Instant time) {
    if (event instanceof MessageRedacted redacted) {
      return m -> m.redacted(redacted, time);
    }
    if (event instanceof MessageReplaced replaced) {
      return m -> m.replaced(replaced, time);
    }
    if (event instanceof MessageMeasured measured) {
      return m -> m.measured(measured, time);
    }
    return null;
  }

  /** The text taken back: what the event brings stands in its place, or a default text. */
  public Message redacted(MessageRedacted event, Instant time) {
    JsonText shown = redactionText(format, message, event);
    JsonText why =
        new JsonWriter()
            .add("reason", event.reason())
            .add("action", event.action())
            .add("stop_reason", event.stopReason())
            .add("policies_triggered", event.policiesTriggered())
            .add("ext", event.ext())
            .done();
    return with(later(time), format, shown, shown, why.equals(JsonText.EMPTY_OBJECT) ? null : why);
  }

  /** What stands in place of {@code message} after a redaction. */
  public static JsonText redactionText(
      MessageFormat format, JsonText message, MessageRedacted event) {
    JsonText text = event.redactMessage();
    return text == null ? format.redacted(role(message)) : text;
  }

  /** The role; a redaction's text need not have one. */
  static JsonText role(JsonText message) {
    JsonText role = message.members().get("role");
    return role == null || role.kind() != JsonText.Kind.STRING ? JsonText.of("assistant") : role;
  }

  /** The same message with another text, as if it had never had the one that it has. */
  Message withText(JsonText text) {
    JsonText redactionText = redactMessage == null ? null : text;
    return with(updatedAt, format, text, redactionText, redaction);
  }

  /** Another message in its place; a redaction of the old one is over. */
  public Message replaced(MessageReplaced event, Instant time) {
    MessageFormat newFormat = event.format();
    return with(later(time), newFormat == null ? format : newFormat, event.message(), null, null);
  }

  private Message with(
      Instant newUpdatedAt,
      MessageFormat newFormat,
      JsonText newMessage,
      @Nullable JsonText newRedactMessage,
      @Nullable JsonText newRedaction) {
    return new Message(
        seq,
        agent,
        index,
        page,
        eventId,
        source,
        time,
        createdAt,
        newUpdatedAt,
        newFormat,
        newMessage,
        newRedactMessage,
        newRedaction,
        eventLoopMetrics,
        turn,
        model,
        finishReason,
        usage,
        metrics,
        ext);
  }

  private Instant later(Instant time) {
    return SessionFold.later(updatedAt, time);
  }
}
