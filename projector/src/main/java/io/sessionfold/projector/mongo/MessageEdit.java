package io.sessionfold.projector.mongo;

import io.sessionfold.event.MessageMeasured;
import io.sessionfold.event.MessageRedacted;
import io.sessionfold.event.MessageReplaced;
import io.sessionfold.event.SessionEvent;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.session.Message;
import java.time.Instant;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A change to a message that is there already.
 *
 * @param index of the message among its agent's
 * @param page that the message is on
 */
record MessageEdit(
    long revision, String agent, long index, long page, UnaryOperator<Message> step) {
  /** What the event does to its message; {@code null} if it is about none. */
  static @Nullable MessageEdit of(Applied change, SessionEvent event) {
    UnaryOperator<Message> step = step(event, change.event().time());
    return step == null
        ? null
        : new MessageEdit(
            change.revision(),
            Objects.requireNonNull(change.agent()),
            Objects.requireNonNull(change.index()),
            Objects.requireNonNull(change.page()),
            step);
  }

  private static @Nullable UnaryOperator<Message> step(SessionEvent event, Instant time) {
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
}
